package dev.latchkey.session;

import dev.latchkey.problem.RecurringWork;
import dev.latchkey.support.MonotonicClock;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Keeps the table small and honest, without ever holding more than a few hundred rows at a time or hurrying. */
@ApplicationScoped
class SessionSweeper {

    private static final int MAX_STEPS_PER_RUN = 200;

    private static final Logger LOG = Logger.getLogger(SessionSweeper.class);

    private final RecurringWork work = new RecurringWork(LOG, "Sessions cannot be swept");
    private final SessionSweep sweep;
    private final Clock clock;
    private final Pace pace;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private Optional<UUID> position = Optional.empty();
    private long liveInThisRound;
    private long overInThisRound;
    /** Nobody has counted before the first complete round: none and zero would be a lie. */
    private volatile double live = Double.NaN;

    private volatile double waiting = Double.NaN;
    private volatile double sweptAt = Double.NaN;

    SessionSweeper(SessionSweep sweep, Clock clock, MonotonicClock monotonicClock, MeterRegistry metrics) {
        this.sweep = sweep;
        this.clock = clock;
        this.pace = new Pace(monotonicClock, this::rest);
        Gauge.builder("latchkey.sessions.live", this, sweeper -> sweeper.live)
                .description("Live sessions, as the last complete round counted them")
                .register(metrics);
        Gauge.builder("latchkey.sessions.swept.timestamp", this, sweeper -> sweeper.sweptAt)
                .description("When the last complete round of sweeping ended, in seconds since 1970")
                .baseUnit("seconds")
                .register(metrics);
        Gauge.builder("latchkey.sessions.waiting", this, sweeper -> sweeper.waiting)
                .description(
                        "Rows that waited for the last complete round: ended sessions past their retention, counted up to"
                                + " 10000, and sessions past a limit")
                .register(metrics);
    }

    /** Makes the bean, and so its metrics, from the start. */
    void onStart(@Observes StartupEvent event) {
        LOG.debug("Sweeping sessions");
    }

    void onStop(@Observes ShutdownEvent event) {
        stopping.countDown();
    }

    @Scheduled(every = "{latchkey.session.sweep-every}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void run() {
        if (sweep.mayBegin()) {
            work.run(this::sweep);
        }
    }

    private void sweep() {
        Instant now = clock.instant();
        long retained = sweep.countRetained(now);
        boolean more = true;
        while (more && !isStopping()) {
            more = pace.after(() -> sweep.deleteRetained(now)) == SessionSweep.BATCH;
        }
        for (int steps = 0; steps < MAX_STEPS_PER_RUN && !isStopping(); steps++) {
            SessionSweep.Step step = pace.after(() -> sweep.walk(position, now));
            position = step.last();
            liveInThisRound += step.live();
            overInThisRound += step.over();
            if (position.isEmpty()) {
                live = liveInThisRound;
                waiting = retained + overInThisRound;
                sweptAt = now.toEpochMilli() / 1_000.0;
                liveInThisRound = 0;
                overInThisRound = 0;
                return;
            }
        }
    }

    private boolean isStopping() {
        return stopping.getCount() == 0;
    }

    /** Until the service stops, at most. */
    private void rest(long nanos) {
        try {
            if (stopping.await(nanos, TimeUnit.NANOSECONDS)) {
                LOG.debug("The sweep goes on at another node, or after the start");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stopping.countDown();
        }
    }
}
