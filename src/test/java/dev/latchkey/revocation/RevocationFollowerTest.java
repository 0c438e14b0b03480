package dev.latchkey.revocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.latchkey.Requirement;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What one node revokes, the others refuse. */
@Requirement("V-04")
@QuarkusTest
class RevocationFollowerTest {

    @Inject
    Revocations revocations;

    @Inject
    TestRevocations table;

    private static void awaitKnown(TestNode node, RevokedToken token) {
        await().until(() -> node.revocations.isRevoked(token.kind(), token.tokenId()));
    }

    @Test
    void startWhenEntriesExistThenKnowsThemBeforeReady() throws SQLException {
        RevokedToken token = TestRevocations.session();
        RevokedToken over = TestRevocations.session(Duration.ofSeconds(-1));
        table.insertSilently(token);
        table.insertSilently(over);

        try (TestNode node = TestNode.start(TestNode.Settings.defaults().polling(TestNode.NEVER))) {
            assertThat(node.revocations.isLoaded()).isTrue();
            assertThat(node.revocations.isRevoked(token.kind(), token.tokenId()))
                    .isTrue();
            assertThat(node.revocations.isRevoked(over.kind(), over.tokenId())).isFalse();
            assertThat(node.timeToDeny().count()).isZero();
            assertThat(node.gauge("latchkey.revocation.entries")).isPositive();
        }
    }

    @Test
    void revokeWhenAnotherNodeListensThenItKnowsWithoutPolling() {
        RevokedToken token = TestRevocations.session();

        try (TestNode node = TestNode.start(TestNode.Settings.defaults().polling(TestNode.NEVER))) {
            QuarkusTransaction.requiringNew().run(() -> revocations.revokeAll(List.of(token)));

            awaitKnown(node, token);
            assertThat(node.timeToDeny().count()).isPositive();
            assertThat(node.revocations.reason(token.kind(), token.tokenId())).contains("signed_out");
        }
    }

    @Test
    void revokeWhenTheExpiryMovesThenAnotherNodeLearnsThat() {
        RevokedToken token = TestRevocations.session();
        RevokedToken longer = new RevokedToken(
                token.kind(),
                token.tokenId(),
                token.revokedAt(),
                token.expiresAt().plusSeconds(3600),
                "expired");

        try (TestNode node = TestNode.start(TestNode.Settings.defaults().polling(TestNode.NEVER))) {
            QuarkusTransaction.requiringNew().run(() -> revocations.revokeAll(List.of(token)));
            awaitKnown(node, token);
            QuarkusTransaction.requiringNew().run(() -> revocations.revokeAll(List.of(longer)));

            await().until(() -> {
                node.list.beginLoad();
                return node.list.findUnconfirmed(longer.expiresAt().minusSeconds(1)).stream()
                        .anyMatch(known -> known.tokenId().equals(token.tokenId()));
            });
        }
    }

    @Test
    void pollWhenALowerNumberCommitsLateThenFindsIt() throws SQLException {
        RevokedToken early = TestRevocations.session();
        RevokedToken late = TestRevocations.session();

        try (TestNode node = TestNode.start(TestNode.Settings.defaults());
                Connection connection = table.connection()) {
            connection.setAutoCommit(false);
            TestRevocations.withoutTriggers(connection);
            TestRevocations.insert(connection, late);
            table.insert(early);
            awaitKnown(node, early);
            assertThat(node.revocations.isRevoked(late.kind(), late.tokenId())).isFalse();

            connection.commit();

            awaitKnown(node, late);
        }
    }

    @Test
    void followWhenTheConnectionIsKilledThenConnectsAgainAndLosesNothing() throws SQLException {
        RevokedToken before = TestRevocations.session();
        RevokedToken after = TestRevocations.session();
        table.insert(before);
        await().until(() -> revocations.isRevoked(before.kind(), before.tokenId()));

        Set<Integer> killed = killFollowers();
        await().until(() -> {
            Set<Integer> present = followers("pid");
            return !present.isEmpty() && killed.stream().noneMatch(present::contains);
        });
        table.insertSilently(after);

        await().until(() -> revocations.isRevoked(after.kind(), after.tokenId()));
        assertThat(revocations.isRevoked(before.kind(), before.tokenId())).isTrue();
        assertThat(revocations.isStale()).isFalse();
        assertThat(revocations.isFollowed()).isTrue();
    }

    @Test
    void pollWhenTheClocksDifferThenTellsByHowMuch() {
        Clock ahead = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(10));

        try (TestNode wrong = TestNode.start(TestNode.Settings.defaults().clock(ahead, Duration.ofSeconds(2)));
                TestNode right =
                        TestNode.start(TestNode.Settings.defaults().clock(Clock.systemUTC(), Duration.ofSeconds(2)))) {
            assertThat(wrong.revocations.clockWithinBound()).isFalse();
            assertThat(wrong.revocations.clockOffset()).isCloseTo(Duration.ofMinutes(-10), Duration.ofSeconds(30));
            assertThat(wrong.gauge("latchkey.clock.offset")).isNegative();
            assertThat(right.revocations.clockWithinBound()).isTrue();
        }
    }

    /** No poll would bring later what a load passed over. */
    @Test
    @Requirement("V-05")
    void loadWhenTheClockIsAheadThenPassesNothingOverThatStillCounts() throws SQLException {
        RevokedToken token = TestRevocations.session(Duration.ofMinutes(17));
        RevokedToken over = TestRevocations.session(Duration.ofMinutes(-1));
        table.insertSilently(token);
        table.insertSilently(over);
        Clock ahead = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(20));

        try (TestNode node = TestNode.start(TestNode.Settings.defaults().clock(ahead, Duration.ofSeconds(2)))) {
            assertThat(node.revocations.clockWithinBound()).isFalse();
            assertThat(node.revocations.isRevoked(token.kind(), token.tokenId()))
                    .isTrue();
            assertThat(node.revocations.isRevoked(over.kind(), over.tokenId())).isFalse();
        }
    }

    @Test
    void revokeAllWhenTheClockIsAheadThenOtherNodesLearnIt() {
        RevokedToken token = TestRevocations.session(Duration.ofMinutes(17));
        Clock ahead = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(20));
        RevokedToken revokedAhead =
                new RevokedToken(token.kind(), token.tokenId(), ahead.instant(), token.expiresAt(), token.reason());

        try (TestNode wrong = TestNode.start(TestNode.Settings.defaults().clock(ahead, Duration.ofSeconds(2)));
                TestNode right = TestNode.start(TestNode.Settings.defaults())) {
            QuarkusTransaction.requiringNew().run(() -> wrong.revocations.revokeAll(List.of(revokedAhead)));

            awaitKnown(right, token);
        }
    }

    private Set<Integer> killFollowers() throws SQLException {
        Set<Integer> killed = followers("pid");
        assertThat(killed).isNotEmpty();
        followers("pg_terminate_backend(pid)::int");
        return killed;
    }

    private Set<Integer> followers(String column) throws SQLException {
        try (Connection connection = table.connection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT " + column
                        + " FROM pg_stat_activity WHERE application_name = 'latchkey revocations'")) {
            Set<Integer> found = new HashSet<>();
            while (rows.next()) {
                found.add(rows.getInt(1));
            }
            return found;
        }
    }
}
