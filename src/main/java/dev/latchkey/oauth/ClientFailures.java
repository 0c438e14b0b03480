package dev.latchkey.oauth;

import dev.latchkey.audit.Audit;
import dev.latchkey.audit.AuditEntry;
import dev.latchkey.audit.AuditType;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The trail of clients that could not say who they are. Strangers decide how often that happens, so they must not decide how many rows
 * it makes: of a client and a source the first failure of a minute is recorded at once, and how many followed at the end of it.
 * When there are {@link #MAX_SOURCES}, the others count as one source of their client, without an address (standards L-01). What a node has counted when
 * it stops is in the metric alone.
 */
@ApplicationScoped
class ClientFailures {

    /** On one node in one minute; apart for clients that exist and for others, so that noise about nobody hides no attack on somebody. */
    static final int MAX_SOURCES = 50;

    private final Audit audit;
    private final Clock clock;
    private final Counter failures;
    private final Map<Source, Integer> ofClients = new HashMap<>();
    private final Map<Source, Integer> ofNobody = new HashMap<>();

    ClientFailures(Audit audit, Clock clock, MeterRegistry metrics) {
        this.audit = audit;
        this.clock = clock;
        this.failures = Counter.builder("latchkey.client.authentication.failures")
                .description("Calls of OAuth endpoints with a wrong secret or an unknown client")
                .register(metrics);
    }

    private record Source(
            @Nullable String clientId, @Nullable String ip) {

        AuditEntry entry() {
            AuditEntry entry = AuditEntry.failure(AuditType.CLIENT_AUTHN_FAIL).ip(ip);
            return clientId == null ? entry : entry.client(clientId);
        }
    }

    /**
     * Counts a failure, and records it if it is the first.
     *
     * @param clientId of a client that exists, or null
     */
    void note(@Nullable String clientId, @Nullable String ip) {
        failures.increment();
        Source source = source(clientId, ip);
        if (count(source, 1) == 1) {
            try {
                QuarkusTransaction.requiringNew().run(() -> audit.record(source.entry(), clock.instant()));
            } catch (RuntimeException e) {
                // the next one is the first again
                count(source, -1);
                throw e;
            }
        }
    }

    private synchronized Source source(@Nullable String clientId, @Nullable String ip) {
        Source source = new Source(clientId, ip);
        Map<Source, Integer> counts = counts(source);
        return counts.containsKey(source) || counts.size() < MAX_SOURCES ? source : new Source(clientId, null);
    }

    private synchronized int count(Source source, int more) {
        Integer now = counts(source).merge(source, more, (one, other) -> one + other == 0 ? null : one + other);
        return now == null ? 0 : now;
    }

    private Map<Source, Integer> counts(Source source) {
        return source.clientId == null ? ofNobody : ofClients;
    }

    /** Records what followed the first failures of the last minute: as {@code repeated 17}. */
    @Scheduled(every = "1m", delayed = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void endMinute() {
        Map<Source, Integer> taken = take();
        try {
            QuarkusTransaction.requiringNew().run(() -> record(taken));
        } catch (RuntimeException e) {
            // at the end of the next, if the database is back
            taken.forEach(this::count);
            throw e;
        }
    }

    private void record(Map<Source, Integer> taken) {
        taken.forEach((source, count) -> {
            if (count > 1) {
                audit.record(source.entry().reason("repeated " + (count - 1)), clock.instant());
            }
        });
    }

    private synchronized Map<Source, Integer> take() {
        Map<Source, Integer> taken = new HashMap<>(ofClients);
        taken.putAll(ofNobody);
        ofClients.clear();
        ofNobody.clear();
        return taken;
    }
}
