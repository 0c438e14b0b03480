package dev.latchkey.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.Requirement;
import dev.latchkey.SessionRows;
import dev.latchkey.TestUser;
import dev.latchkey.TestUsers;
import dev.latchkey.audit.Audit;
import dev.latchkey.audit.AuditEntry;
import dev.latchkey.audit.AuditType;
import dev.latchkey.support.TestClock;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The audit trail's retention. */
@QuarkusTest
class AuditPurgeTest {

    private static final Duration RETENTION = Duration.ofDays(400);

    @Inject
    AuditPurge purge;

    @Inject
    Audit audit;

    @Inject
    SessionRows rows;

    @Inject
    TestClock clock;

    @Inject
    MeterRegistry metrics;

    private final TestUser user = TestUsers.user().create();

    @Test
    @Requirement("G-07")
    @DisplayName("more than a batch goes at the end of the retention, to the microsecond")
    void purgeAtTheEndOfTheRetention() {
        Instant limit = clock.instant().minus(RETENTION);
        record(limit, 1);
        record(limit.minusNanos(1_000), AuditPurge.BATCH + 1);
        assertThat(count()).isEqualTo(AuditPurge.BATCH + 3);
        double before = deleted();

        purge.run();

        assertThat(rows.auditOf(user.id())).contains("session_ended", "user_created");
        assertThat(count()).isEqualTo(2);
        assertThat(deleted() - before).isGreaterThanOrEqualTo(AuditPurge.BATCH + 1);
    }

    private void record(Instant at, int times) {
        QuarkusTransaction.requiringNew().run(() -> {
            for (int i = 0; i < times; i++) {
                audit.record(AuditEntry.success(AuditType.SESSION_ENDED).user(user.id()), at);
            }
        });
    }

    private long count() {
        return rows.auditEvents(user.id());
    }

    private double deleted() {
        return metrics.get("latchkey.audit.deleted").counter().count();
    }
}
