package dev.latchkey.session;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Keeps the table small and honest, without ever holding more than a few hundred rows at a time. */
@ApplicationScoped
class SessionSweeper {

    private static final int MAX_STEPS_PER_RUN = 200;

    private static final Logger LOG = Logger.getLogger(SessionSweeper.class);

    private final SessionSweep sweep;
    private final Clock clock;
    private Optional<UUID> position = Optional.empty();
    private long liveInThisRound;
    private volatile long live;

    SessionSweeper(SessionSweep sweep, Clock clock, MeterRegistry metrics) {
        this.sweep = sweep;
        this.clock = clock;
        metrics.gauge("latchkey.sessions.live", this, sweeper -> sweeper.live);
    }

    /** Makes the bean, and so its metric, from the start. */
    void onStart(@Observes StartupEvent event) {
        LOG.debug("Sweeping sessions");
    }

    @Scheduled(every = "${latchkey.session.sweep-every:60s}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void run() {
        Instant now = clock.instant();
        while (sweep.deleteRetained(now) == SessionSweep.BATCH) {
            // go on
        }
        for (int steps = 0; steps < MAX_STEPS_PER_RUN; steps++) {
            SessionSweep.Step step = sweep.walk(position, now);
            position = step.last();
            liveInThisRound += step.live();
            if (position.isEmpty()) {
                live = liveInThisRound;
                liveInThisRound = 0;
                return;
            }
        }
    }
}
