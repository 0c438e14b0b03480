package dev.latchkey.mail;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Duration;

/** What is measured about mail. */
@Singleton
class MailMetrics {

    private final Counter sent;
    private final Counter failed;
    private volatile long waiting;
    private volatile Duration oldestAge = Duration.ZERO;

    MailMetrics(MeterRegistry registry) {
        sent = counter("sent", registry);
        failed = counter("failed", registry);
        Gauge.builder("latchkey.mails.waiting", this, metrics -> metrics.waiting)
                .description("Mails in the queue that all nodes share, up to " + QueuedMail.COUNTED
                        + ", as this node last saw it")
                .register(registry);
        Gauge.builder("latchkey.mails.oldest.age", this, metrics -> metrics.oldestAge.toMillis() / 1e3)
                .description("For how long the oldest of them has waited")
                .baseUnit("seconds")
                .register(registry);
    }

    private static Counter counter(String outcome, MeterRegistry registry) {
        return Counter.builder("latchkey.mails")
                .tag("outcome", outcome)
                .description("Attempts to hand a mail to the mail server")
                .register(registry);
    }

    void sent() {
        sent.increment();
    }

    void failed() {
        failed.increment();
    }

    void waiting(long count, Duration age) {
        waiting = count;
        oldestAge = age.isNegative() ? Duration.ZERO : age;
    }
}
