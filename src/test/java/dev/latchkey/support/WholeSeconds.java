package dev.latchkey.support;

import io.quarkus.arc.Arc;
import io.quarkus.test.junit.callback.QuarkusTestBeforeEachCallback;
import io.quarkus.test.junit.callback.QuarkusTestMethodContext;

/** Each test begins on a whole second, as tokens count them, wherever the test before has left the clock. */
public class WholeSeconds implements QuarkusTestBeforeEachCallback {

    @Override
    public void beforeEach(QuarkusTestMethodContext context) {
        Arc.container().instance(TestClock.class).get().advanceToWholeSecond();
    }
}
