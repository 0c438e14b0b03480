package dev.latchkey.revocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.latchkey.Requirement;
import dev.latchkey.support.TestClock;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Entries are kept until their expiry, then purged. */
@Requirement("V-05")
@QuarkusTest
class RevocationPurgeTest {

    @Inject
    RevocationPurge purge;

    @Inject
    Revocations revocations;

    @Inject
    TestRevocations table;

    @Inject
    TestClock clock;

    private RevokedToken revoke(Duration left) {
        Instant now = clock.instant();
        RevokedToken token =
                new RevokedToken(TokenKind.SID, TestRevocations.session().tokenId(), now, now.plus(left), "signed_out");
        QuarkusTransaction.requiringNew().run(() -> revocations.revokeAll(List.of(token)));
        return token;
    }

    @Test
    void purgeAtTheExpiryThenForgetsInTableAndMemory() throws SQLException {
        RevokedToken token = revoke(Duration.ofMinutes(17));

        clock.advance(Duration.ofMinutes(17).minusSeconds(1));
        purge.purge();
        assertThat(table.find(token)).isPresent();
        assertThat(revocations.isRevoked(token.kind(), token.tokenId())).isTrue();

        clock.advance(Duration.ofSeconds(1));
        purge.purge();
        assertThat(table.find(token)).isEmpty();
        // a poll that read the row a moment before may bring it back once, until the next purge
        await().untilAsserted(() -> {
            purge.purge();
            assertThat(revocations.isRevoked(token.kind(), token.tokenId())).isFalse();
        });
    }

    @Test
    void purgeWhenThereIsMoreThanABatchThenDeletesAll() throws SQLException {
        Instant now = clock.instant();
        List<RevokedToken> many = Stream.generate(() -> new RevokedToken(
                        TokenKind.SID, TestRevocations.session().tokenId(), now, now.plusSeconds(60), "signed_out"))
                .limit(2 * RevocationPurge.BATCH + 1)
                .toList();
        QuarkusTransaction.requiringNew().run(() -> revocations.revokeAll(many));

        clock.advance(Duration.ofSeconds(60));
        purge.purge();

        assertThat(table.find(many.get(0))).isEmpty();
        assertThat(table.find(many.get(many.size() - 1))).isEmpty();
    }

    @Test
    void purgeWhenTheClockIsWrongThenDeletesNothing() throws SQLException {
        RevokedToken token = TestRevocations.session(Duration.ofMinutes(5));
        table.insert(token);
        Clock ahead = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(10));

        try (TestNode node = TestNode.start(TestNode.Settings.defaults().clock(ahead, Duration.ofSeconds(2)))) {
            node.purge.purge();
        }

        assertThat(table.find(token)).isPresent();
    }
}
