package dev.latchkey.throttle;

import java.time.Duration;
import java.util.List;

/** What came of asking several buckets for one token each: all gave one, or none did. */
sealed interface Take {

    record Granted(List<Spent> spent) implements Take {}

    /**
     * One of them had none.
     *
     * @param delay until it has one, if nobody asks in between
     */
    record Refused(Bucket bucket, Duration delay) implements Take {}

    /**
     * A token out of one of them.
     *
     * @param failures in a row, this attempt among them: they say what it cost
     */
    record Spent(Bucket bucket, int failures) {}
}
