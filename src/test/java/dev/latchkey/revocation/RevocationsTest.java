package dev.latchkey.revocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.Requirement;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.transaction.TransactionalException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

@QuarkusTest
class RevocationsTest {

    @Inject
    Revocations revocations;

    @Inject
    TestRevocations table;

    private void revoke(RevokedToken token) {
        revocations.revoke(token.kind(), token.tokenId(), token.expiresAt(), token.reason(), token.revokedAt());
    }

    private boolean isRevoked(RevokedToken token) {
        return revocations.isRevoked(token.kind(), token.tokenId());
    }

    /** The reply to a sign-out is already true on this node. */
    @Requirement("V-04")
    @Test
    void revokeWhenCommittedThenIsKnownAtOnce() throws SQLException {
        RevokedToken token = TestRevocations.session();
        AtomicBoolean knownBefore = new AtomicBoolean();

        QuarkusTransaction.requiringNew().run(() -> {
            revoke(token);
            knownBefore.set(isRevoked(token));
        });

        assertThat(isRevoked(token)).isTrue();
        assertThat(knownBefore).isFalse();
        assertThat(revocations.reason(token.kind(), token.tokenId())).contains("signed_out");
        assertThat(table.find(token)).contains(token);
    }

    @Test
    void revokeWhenRolledBackThenIsNotKnown() throws SQLException {
        RevokedToken token = TestRevocations.session();

        QuarkusTransaction.begin();
        revoke(token);
        QuarkusTransaction.rollback();

        assertThat(isRevoked(token)).isFalse();
        assertThat(table.find(token)).isEmpty();
    }

    @Test
    void revokeWhenNoTransactionIsOpenThenRefuses() {
        assertThatThrownBy(() -> revoke(TestRevocations.session())).isInstanceOf(TransactionalException.class);
    }

    @Test
    void revokeWhenRepeatedThenOnlyALaterExpiryCounts() throws SQLException {
        RevokedToken token = TestRevocations.session();
        Instant later = token.expiresAt().plusSeconds(60);

        for (Instant expiresAt : List.of(token.expiresAt(), later, token.expiresAt())) {
            QuarkusTransaction.requiringNew()
                    .run(() -> revocations.revoke(
                            token.kind(), token.tokenId(), expiresAt, "administrator", token.revokedAt()));
        }

        assertThat(table.find(token))
                .contains(new RevokedToken(token.kind(), token.tokenId(), token.revokedAt(), later, "administrator"));
    }

    /** Nothing is stored about a token that has expired anyway. */
    @Requirement("V-05")
    @Test
    void revokeWhenItsExpiryIsOverThenWritesNothing() throws SQLException {
        RevokedToken over = TestRevocations.session(Duration.ZERO);

        QuarkusTransaction.requiringNew().run(() -> revoke(over));

        assertThat(table.find(over)).isEmpty();
        assertThat(isRevoked(over)).isFalse();
    }

    @Test
    void revokeAllWhenOneStandsThereTwiceThenRevokesEach() {
        RevokedToken first = TestRevocations.session();
        RevokedToken second = TestRevocations.session();

        QuarkusTransaction.requiringNew().run(() -> revocations.revokeAll(List.of(first, second, first)));

        assertThat(isRevoked(first)).isTrue();
        assertThat(isRevoked(second)).isTrue();
    }
}
