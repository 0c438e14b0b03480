package dev.latchkey.revocation;

import dev.latchkey.problem.ProblemException;
import dev.latchkey.problem.ProblemType;
import dev.latchkey.support.MonotonicClock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Everybody who is reading the feed at the moment: how many there may be, what they share, and their end when the node stops. */
@Singleton
class RevocationReaders implements StreamSource.Shared {

    /** The contract allows 5 seconds. */
    static final int HEARTBEAT_MILLIS = 3_000;

    private static final int BEFORE_THE_FOLLOWER = 5;
    private static final int RETRY_AFTER_SECONDS = 5;

    private final Vertx vertx;
    private final RevocationJournal journal;
    private final Freshness freshness;
    private final MonotonicClock monotonicClock;
    private final int limit;
    private final Counter sent;
    private final Counter cutOff;
    private final Set<Outflow> readers = ConcurrentHashMap.newKeySet();

    private volatile StreamSource.Beat beat = new StreamSource.Beat(0, Buffer.buffer());
    private volatile boolean stopping;

    RevocationReaders(
            Vertx vertx,
            RevocationJournal journal,
            Freshness freshness,
            MonotonicClock monotonicClock,
            RevocationConfig config,
            MeterRegistry registry) {
        this.vertx = vertx;
        this.journal = journal;
        this.freshness = freshness;
        this.monotonicClock = monotonicClock;
        this.limit = config.maxListeners();
        Gauge.builder("latchkey.revocation.listeners", readers, Set::size)
                .description("Answers of the revocation feed that are being written")
                .register(registry);
        this.sent = Counter.builder("latchkey.revocation.events")
                .description("Revocations sent to listeners, once for each")
                .register(registry);
        this.cutOff = Counter.builder("latchkey.revocation.listeners.cut.off")
                .description("Listeners that read too slowly")
                .register(registry);
    }

    void start(@Observes @Priority(BEFORE_THE_FOLLOWER) StartupEvent event) {
        journal.onChange(this::wakeAll);
        vertx.setPeriodic(HEARTBEAT_MILLIS, timer -> heartbeat());
    }

    /** Before the server waits for the requests that are running, of which these would never end. */
    void stop(@Observes ShutdownDelayInitiatedEvent event) {
        stop();
    }

    void stop(@Observes ShutdownEvent event) {
        stop();
    }

    private void stop() {
        stopping = true;
        wakeAll();
    }

    int count() {
        return readers.size();
    }

    /** @throws ProblemException {@link ProblemType#BUSY} if there are as many readers as may be */
    void requireRoom() {
        if (readers.size() >= limit) {
            throw new ProblemException(ProblemType.BUSY, "This node has as many listeners as it may.")
                    .retryAfterSeconds(RETRY_AFTER_SECONDS);
        }
    }

    /** @param atEnd called once, however the answer ends */
    void start(RoutingContext exchange, FeedSource source, Runnable atEnd) {
        Outflow reader = new Outflow(exchange, source, vertx.getOrCreateContext(), monotonicClock, cutOff::increment);
        readers.add(reader);
        reader.start(ended -> {
            readers.remove(ended);
            atEnd.run();
        });
    }

    private void heartbeat() {
        freshness
                .asOf()
                .ifPresent(asOf -> journal.state().ifPresent(state -> {
                    Buffer event = FeedEvents.current("heartbeat", state.cursor(), asOf.at(), asOf.age());
                    beat = new StreamSource.Beat(beat.number() + 1, event);
                }));
        // also those who stall, whose time may be over
        wakeAll();
    }

    private void wakeAll() {
        readers.forEach(Outflow::wake);
    }

    @Override
    public StreamSource.Beat beat() {
        return beat;
    }

    @Override
    public boolean isStopping() {
        return stopping;
    }

    @Override
    public void sent(int entries) {
        sent.increment(entries);
    }

    @Override
    public void cutOff() {
        cutOff.increment();
    }
}
