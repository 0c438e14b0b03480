package dev.latchkey.oauth;

import dev.latchkey.audit.Audit;
import dev.latchkey.audit.AuditEntry;
import dev.latchkey.audit.AuditType;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The trail of clients that could not say who they are. Strangers decide how often that happens, so they must not decide how many rows
 * it makes: of a client and a source the first failure of a minute is recorded at once, and how many followed at the end of it.
 * When there are {@link #MAX_SOURCES}, the others count as one source without an address (standards L-01). What a node has counted when
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
    @Transactional
    void note(@Nullable String clientId, @Nullable String ip) {
        failures.increment();
        Source source = new Source(clientId, ip);
        Map<Source, Integer> counts = clientId == null ? ofNobody : ofClients;
        synchronized (this) {
            if (!counts.containsKey(source) && counts.size() >= MAX_SOURCES) {
                source = new Source(clientId, null);
            }
            if (counts.merge(source, 1, Integer::sum) > 1) {
                return;
            }
        }
        audit.record(source.entry(), clock.instant());
    }

    /** Records what followed the first failures of the last minute: as {@code repeated 17}. */
    @Scheduled(every = "1m", delayed = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @Transactional
    void endMinute() {
        take().forEach((source, count) -> {
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
