package dev.latchkey.throttle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.latchkey.Requirement;
import dev.latchkey.SessionRows;
import dev.latchkey.audit.Audit;
import dev.latchkey.audit.AuditFilter;
import dev.latchkey.audit.AuditRecord;
import dev.latchkey.audit.AuditType;
import dev.latchkey.problem.ProblemException;
import dev.latchkey.problem.ProblemType;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What attempts leave behind that were refused unseen. */
@QuarkusTest
@TestProfile(DefaultBudgets.class)
class RefusedAttemptsTest {

    @Inject
    Attempts attempts;

    @Inject
    RefusedAttempts refused;

    @Inject
    Audit audit;

    @Inject
    SessionRows rows;

    @Inject
    MeterRegistry metrics;

    @Test
    @Requirement("L-01")
    @DisplayName("the refused leave one event at once and one at the end of the minute; the metric has them all")
    void refusalsAreBounded() {
        UUID id = UUID.randomUUID();
        refused.endMinute();
        Guess guess = Guess.at(id, 0, source());
        double before = throttled();
        refuse(guess, 45);
        assertThat(throttled() - before).isEqualTo(40);

        refused.endMinute();

        List<AuditRecord> events = audit.list(
                new AuditFilter(
                        Optional.of(id),
                        Optional.empty(),
                        Optional.of(AuditType.EXCESS_RATE_LIMIT_EXCEEDED),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                Optional.empty(),
                100);
        assertThat(events)
                .extracting(AuditRecord::reason)
                .allMatch(reason -> reason.startsWith("account"))
                .contains("account")
                .hasSizeBetween(2, 4);
    }

    @Test
    @Requirement({"T-06", "L-04"})
    @DisplayName("refusing a name that nobody has leaves as much behind as refusing an account, and no name")
    void refusalsOfNobodyLeaveAsMuch() {
        refused.endMinute();
        String toAccounts = source();
        String toNames = source();
        List.of("one", "two").forEach(name -> {
            refuse(Guess.at(UUID.randomUUID(), 0, toAccounts), 8);
            refuse(Guess.atNobody(name + UUID.randomUUID(), toNames), 8);
        });

        assertThat(rows.auditReasonsFrom(toAccounts)).containsExactly("account", "account");
        assertThat(rows.auditReasonsFrom(toNames))
                .hasSize(2)
                .doesNotHaveDuplicates()
                .allMatch(reason -> reason.matches("account unknown [0-9a-f]{16}"));
    }

    @Test
    @Requirement("L-01")
    @DisplayName("beyond fifty, the others are one event, whether or not there are such accounts")
    void othersAreOne() {
        refused.endMinute();
        String source = source();
        for (int i = 0; i < 60; i++) {
            refuse(
                    i % 2 == 0
                            ? Guess.at(UUID.randomUUID(), 0, source())
                            : Guess.atNobody("nobody-" + UUID.randomUUID(), source()),
                    6);
        }
        refuse(Guess.atNobody("nobody-" + UUID.randomUUID(), source), 6);

        assertThat(rows.auditReasonsFrom(source)).isEmpty();
    }

    @Test
    @Requirement({"L-01", "T-07"})
    @DisplayName("a source whose attempts were refused before anybody was looked up leaves its events too")
    void sourceLeavesItsEvents() {
        refused.endMinute();
        String source = source();
        for (int i = 0; i < 100; i++) {
            attempts.evaluate(Guess.atNobody("nobody-" + UUID.randomUUID(), source), () -> false);
        }
        Guess guess = Guess.at(UUID.randomUUID(), 0, source);

        await().until(() -> {
            refuse(guess, 1);
            return isRefused(source);
        });

        assertThat(isRefused(source())).isFalse();

        assertThat(rows.auditReasonsFrom(source)).containsExactly("source", "source");
    }

    private boolean isRefused(String source) {
        try {
            attempts.requireSource(source);
            return false;
        } catch (ProblemException e) {
            assertThat(e.type()).isEqualTo(ProblemType.TOO_MANY_ATTEMPTS);
            return true;
        }
    }

    private void refuse(Guess guess, int times) {
        IntStream.range(0, times).forEach(i -> {
            try {
                attempts.evaluate(guess, () -> false);
            } catch (ProblemException e) {
                assertThat(e.type()).isEqualTo(ProblemType.TOO_MANY_ATTEMPTS);
            }
        });
    }

    private double throttled() {
        return metrics
                .find("latchkey.throttle.attempts")
                .tags("outcome", "throttled", "bucket", "account")
                .counters()
                .stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    /** Another IPv6 network each time. */
    private static String source() {
        return "2001:db8:" + UUID.randomUUID().toString().substring(9, 18).replace('-', ':') + "::1";
    }
}
