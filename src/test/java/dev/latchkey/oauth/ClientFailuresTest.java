package dev.latchkey.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.Requirement;
import dev.latchkey.TestClient;
import dev.latchkey.audit.Audit;
import dev.latchkey.audit.AuditFilter;
import dev.latchkey.audit.AuditRecord;
import dev.latchkey.audit.AuditType;
import dev.latchkey.support.TestClock;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How much a flood of wrong secrets writes. */
@QuarkusTest
@Requirement("L-01")
class ClientFailuresTest {

    @Inject
    ClientFailures failures;

    @Inject
    Audit audit;

    @Inject
    TestClock clock;

    private final TestClient client = TestClient.create("service");

    @BeforeEach
    void beginMinute() {
        failures.endMinute();
    }

    /** What other tests look for is newer than all these. */
    @AfterEach
    void moveOn() {
        clock.advance(Duration.ofSeconds(1));
    }

    @Test
    @DisplayName("one row at once, one more at the end of the minute, and nothing when nothing followed")
    void floodFromOneSource() {
        TestClient wrong = new TestClient(client.id(), "lkc_wrong");
        for (int i = 0; i < 40; i++) {
            assertThat(wrong.tryToken(Map.of()).statusCode()).isEqualTo(401);
        }
        assertThat(events(client.id())).singleElement().returns(null, AuditRecord::reason);
        failures.endMinute();
        failures.endMinute();
        List<AuditRecord> events = events(client.id());
        assertThat(events).hasSize(2).allMatch(event -> "127.0.0.1".equals(event.ip()));
        assertThat(total(events)).isEqualTo(40);
    }

    @Test
    @DisplayName(
            "from a thousand sources: no more rows than the bound, and yet every failure in them; and a client's own stay apart")
    void floodFromEverywhere() {
        Instant before = clock.instant();
        long earlier = total(eventsOfNobody(before));
        IntStream.range(0, 1000).forEach(i -> failures.note(null, "198.51.100." + i));
        IntStream.range(0, 1000).forEach(i -> failures.note(client.id(), "198.51.100." + i));
        failures.note(client.id(), "198.51.100.0");
        failures.endMinute();
        List<AuditRecord> own = events(client.id());
        assertThat(own).hasSizeBetween(ClientFailures.MAX_SOURCES, 3 * (ClientFailures.MAX_SOURCES + 2));
        assertThat(total(own)).isEqualTo(1001);
        assertThat(own).anyMatch(event -> event.ip() == null);
        List<AuditRecord> others = eventsOfNobody(before);
        assertThat(others).hasSizeLessThanOrEqualTo(4 * (ClientFailures.MAX_SOURCES + 2));
        assertThat(total(others) - earlier).isGreaterThanOrEqualTo(1000);
    }

    private List<AuditRecord> events(@Nullable String clientId) {
        return list(Optional.empty()).stream()
                .filter(event -> java.util.Objects.equals(clientId, event.clientId()))
                .toList();
    }

    private List<AuditRecord> eventsOfNobody(Instant since) {
        return list(Optional.of(since)).stream()
                .filter(event -> event.clientId() == null)
                .toList();
    }

    private List<AuditRecord> list(Optional<Instant> since) {
        AuditFilter filter = new AuditFilter(
                Optional.empty(),
                Optional.empty(),
                Optional.of(AuditType.CLIENT_AUTHN_FAIL),
                Optional.empty(),
                Optional.empty(),
                since,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        return audit.list(filter, Optional.empty(), 5000);
    }

    private static long total(List<AuditRecord> events) {
        return events.stream()
                .mapToLong(event -> event.reason() == null
                        ? 1
                        : Long.parseLong(event.reason().substring("repeated ".length())))
                .sum();
    }
}
