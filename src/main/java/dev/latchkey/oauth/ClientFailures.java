package dev.latchkey.oauth;

import dev.latchkey.audit.Audit;
import dev.latchkey.audit.AuditEntry;
import dev.latchkey.audit.AuditType;
import dev.latchkey.audit.RepeatedEvents;
import dev.latchkey.problem.RecurringWork;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The trail of clients that could not say who they are. When there are {@link #MAX_SOURCES}, the others count as one source of their
 * client, without an address.
 */
@ApplicationScoped
class ClientFailures {

    /** On one node in one minute; apart for clients that exist and for others, so that noise about nobody hides no attack on somebody. */
    static final int MAX_SOURCES = 50;

    private final RecurringWork work =
            new RecurringWork(Logger.getLogger(ClientFailures.class), "Failures of clients cannot be recorded");
    private final Counter failures;
    private final RepeatedEvents ofClients;
    private final RepeatedEvents ofNobody;

    ClientFailures(Audit audit, Clock clock, MeterRegistry metrics) {
        this.failures = Counter.builder("latchkey.client.authentication.failures")
                .description("Calls of OAuth endpoints with a wrong secret or an unknown client")
                .register(metrics);
        this.ofClients = new RepeatedEvents(audit, clock, MAX_SOURCES, event -> event.ip(null));
        this.ofNobody = new RepeatedEvents(audit, clock, MAX_SOURCES, event -> event.ip(null));
    }

    /**
     * Counts a failure, and records it if it is the first.
     *
     * @param clientId of a client that exists, or null
     */
    void note(@Nullable String clientId, @Nullable String ip) {
        failures.increment();
        AuditEntry event = AuditEntry.failure(AuditType.CLIENT_AUTHN_FAIL).ip(ip);
        if (clientId == null) {
            ofNobody.note(event);
        } else {
            ofClients.note(event.client(clientId));
        }
    }

    @Scheduled(every = "1m", delayed = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void endMinute() {
        work.run(this::endWindows);
    }

    private void endWindows() {
        try {
            ofClients.endWindow();
        } finally {
            ofNobody.endWindow();
        }
    }
}
