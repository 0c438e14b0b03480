package dev.latchkey.revocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.latchkey.Requirement;
import dev.latchkey.problem.ProblemException;
import dev.latchkey.problem.ProblemType;
import dev.latchkey.revocation.RevocationConfig.WhenStale;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A node that cannot reach the database for a while, and a database that comes back with less than it had. */
@QuarkusTest
class RevocationOutageTest {

    private static final Duration SOON = Duration.ofMillis(300);

    @Inject
    TestRevocations table;

    @Inject
    LostSessions lostSessions;

    private CuttableProxy proxy;

    @BeforeEach
    void open() throws IOException {
        proxy = new CuttableProxy(ConfigProvider.getConfig().getValue("quarkus.datasource.jdbc.url", String.class));
    }

    @AfterEach
    void close() {
        proxy.close();
    }

    private TestNode node(Duration maxStaleness, WhenStale whenStale) {
        return TestNode.start(TestNode.Settings.defaults().through(proxy).staleAfter(maxStaleness, whenStale));
    }

    private TestNode node() {
        return node(Duration.ofSeconds(30), WhenStale.REJECT);
    }

    private static boolean knows(TestNode node, RevokedToken token) {
        return node.revocations.isRevoked(token.kind(), token.tokenId());
    }

    /** Cut off, it fails closed; and it recovers by itself. */
    @Requirement("V-06")
    @Test
    void requireFreshWhenCutOffForTooLongThenRefusesUntilItRecovers() throws IOException {
        try (TestNode node = node(SOON, WhenStale.REJECT)) {
            await().until(() -> !node.revocations.isStale());
            node.revocations.requireFresh();

            proxy.cut();
            await().until(node.revocations::isStale);
            assertThatThrownBy(node.revocations::requireFresh)
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            problem -> assertThat(problem.type()).isEqualTo(ProblemType.UNAVAILABLE));
            assertThat(node.gauge("latchkey.revocation.staleness")).isGreaterThan(0.3);

            proxy.mend();
            await().until(() -> !node.revocations.isStale());
        }
    }

    @Test
    void requireFreshWhenStaleIsAcceptedThenPasses() throws IOException {
        try (TestNode node = node(SOON, WhenStale.ACCEPT)) {
            proxy.cut();
            await().until(node.revocations::isStale);

            assertThatCode(node.revocations::requireFresh).doesNotThrowAnyException();
        }
    }

    @Test
    void startWhenTheDatabaseIsAwayThenIsNotLoadedAndRefuses() throws IOException {
        proxy.cut();
        try (TestNode node = node(Duration.ofSeconds(30), WhenStale.ACCEPT)) {
            assertThat(node.revocations.isLoaded()).isFalse();
            assertThat(node.revocations.clockWithinBound()).isFalse();
            assertThatThrownBy(node.revocations::requireFresh).isInstanceOf(ProblemException.class);
            assertThatThrownBy(node.revocations::requireClockWithinBound).isInstanceOf(ProblemException.class);

            proxy.mend();
            await().until(node.revocations::isLoaded);
        }
    }

    @Test
    void followWhenRevokedDuringTheOutageThenKnowsAfterwards() throws IOException, SQLException {
        RevokedToken before = TestRevocations.session();
        RevokedToken during = TestRevocations.session();
        table.insert(before);
        try (TestNode node = node()) {
            proxy.cut();
            table.insertSilently(during);
            assertThat(knows(node, before)).isTrue();
            assertThat(knows(node, during)).isFalse();

            proxy.mend();
            await().until(() -> knows(node, during));
            assertThat(knows(node, before)).isTrue();
            assertThat(node.timeToDeny().count()).isPositive();
        }
    }

    /** The database failed over to a copy without its last second. */
    @Test
    void followWhenTheDatabaseLostEntriesThenPutsThemBackAndTells() throws IOException, SQLException {
        RevokedToken session = TestRevocations.session();
        RevokedToken token = new RevokedToken(
                TokenKind.JTI,
                UUID.randomUUID().toString(),
                session.revokedAt(),
                session.expiresAt(),
                session.reason());
        RevokedToken kept = TestRevocations.session();
        RevokedToken almostOver = TestRevocations.session(Duration.ofSeconds(30));
        for (RevokedToken each : new RevokedToken[] {session, token, kept, almostOver}) {
            table.insert(each);
        }
        try (TestNode node = node()) {
            proxy.cut();
            for (RevokedToken each : new RevokedToken[] {session, token, almostOver}) {
                table.delete(each);
            }
            proxy.mend();

            await().until(() ->
                    table.find(session).isPresent() && table.find(token).isPresent());
            await().until(() -> !lostSessions.of(session).isEmpty());
            assertThat(knows(node, session)).isTrue();
            assertThat(table.find(session).orElseThrow().revokedAt()).isEqualTo(session.revokedAt());
            assertThat(lostSessions.of(session)).singleElement().satisfies(event -> {
                assertThat(event.reason()).isEqualTo("signed_out");
                assertThat(event.revokedAt()).isEqualTo(session.revokedAt());
                assertThat(event.expiresAt()).isAfterOrEqualTo(session.expiresAt());
            });
            assertThat(lostSessions.of(kept)).isEmpty();
            assertThat(table.find(almostOver)).isEmpty();
            assertThat(knows(node, almostOver)).isTrue();
        }
    }

    @Test
    void followWhenTheDatabaseLostEntriesAndTheClockIsAheadThenPutsThemBack() throws IOException, SQLException {
        RevokedToken session = TestRevocations.session(Duration.ofMinutes(17));
        table.insert(session);
        Clock ahead = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(20));
        try (TestNode node =
                TestNode.start(TestNode.Settings.defaults().through(proxy).clock(ahead, Duration.ofSeconds(2)))) {
            assertThat(knows(node, session)).isTrue();
            proxy.cut();
            table.delete(session);
            proxy.mend();

            await().until(() -> table.find(session).isPresent());
        }
    }

    @Test
    void followWhenPuttingBackFailsThenTriesAgain() throws IOException, SQLException {
        RevokedToken session = TestRevocations.session();
        table.insert(session);
        lostSessions.refuseOnce(session);
        try (TestNode node = node()) {
            proxy.cut();
            table.delete(session);
            proxy.mend();

            await().until(() -> !lostSessions.of(session).isEmpty());
            await().until(() -> table.find(session).isPresent());
            assertThat(knows(node, session)).isTrue();
        }
    }
}
