package dev.latchkey.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;

/** The tests' own nodes leave nothing behind. */
class NodeIT {

    @Test
    void startWhenItTakesTooLongThenTheProcessIsStopped() {
        try (Database database = Database.start()) {
            List<ProcessHandle> before = ProcessHandle.current().children().toList();

            assertThatThrownBy(() -> Node.start(database, Map.of(), Duration.ofMillis(200)))
                    .isInstanceOf(ConditionTimeoutException.class);

            assertThat(ProcessHandle.current().children().filter(child -> !before.contains(child)))
                    .isEmpty();
        }
    }
}
