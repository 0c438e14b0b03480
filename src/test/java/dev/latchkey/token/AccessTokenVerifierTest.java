package dev.latchkey.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.Requirement;
import dev.latchkey.key.SigningKey;
import dev.latchkey.key.TestKeys;
import dev.latchkey.revocation.Revocations;
import dev.latchkey.revocation.TokenKind;
import dev.latchkey.support.TestClock;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import java.math.BigInteger;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What changes about a token that was good. */
@QuarkusTest
class AccessTokenVerifierTest {

    private final AccessTokenVerifier verifier;
    private final Revocations revocations;
    private final TestClock clock;

    AccessTokenVerifierTest(AccessTokenVerifier verifier, Revocations revocations, TestClock clock) {
        this.verifier = verifier;
        this.revocations = revocations;
        this.clock = clock;
    }

    /** 30 seconds of skew, over when {@code !now.isBefore(exp + skew)}, remembered or not. */
    @Requirement("A-08")
    @Test
    void verifyWhenTheLastMomentPassesThenExpired() throws InvalidTokenException {
        // tokens tell whole seconds; other tests may have left the clock between two
        clock.advance(Duration.between(
                clock.instant(), clock.instant().truncatedTo(ChronoUnit.SECONDS).plusSeconds(1)));
        String seen = TestTokens.user().withTtl(Duration.ofSeconds(60)).issue();
        String unseen = TestTokens.user().withTtl(Duration.ofSeconds(60)).issue();
        verifier.verify(seen);
        clock.advance(Duration.ofSeconds(90).minusNanos(1000));

        assertThat(verifier.verify(seen).getRawToken()).isEqualTo(seen);
        assertThat(verifier.verify(unseen).getRawToken()).isEqualTo(unseen);

        clock.advance(Duration.ofNanos(1000));

        assertInvalid(seen, "expired");
        assertInvalid(unseen, "expired");
        assertInvalid(TestTokens.user().withTtl(Duration.ofSeconds(-30)).issue(), "expired");
    }

    /** A token of a node whose clock is ahead is good as soon as ours is within the skew. */
    @Requirement("A-08")
    @Test
    void verifyWhenIssuedAheadOfOurClockThenWaitsForTheSkew() throws InvalidTokenException {
        long now = clock.instant().getEpochSecond();

        assertThat(verifier.verify(ForgedToken.good().claim("iat", now + 30).sign()))
                .isNotNull();
        assertThat(verifier.verify(ForgedToken.good().claim("nbf", now + 30).sign()))
                .isNotNull();

        String early = ForgedToken.good().claim("nbf", now + 31).sign();
        assertInvalid(early, "not valid yet");
        clock.advance(Duration.ofSeconds(1));

        assertThat(verifier.verify(early)).isNotNull();
    }

    @Test
    void verifyAgainThenNothingIsMadeAnew() throws InvalidTokenException {
        String token = TestTokens.user().issue();

        assertThat(verifier.verify(token)).isSameAs(verifier.verify(token));
    }

    @Test
    void verifyIgnoringExpiryTakesExpiredButNotForgedTokens() {
        String token = TestTokens.user().withTtl(Duration.ofSeconds(1)).issue();
        clock.advance(Duration.ofDays(400));

        assertThat(verifier.verifyIgnoringExpiry(token)).isPresent();
        assertThat(verifier.verifyIgnoringExpiry(token + "A")).isEmpty();
        assertThat(verifier.verifyIgnoringExpiry(
                        ForgedToken.good().signedWith(TestKeys.unknown()).sign()))
                .isEmpty();
        assertThat(verifier.verifyIgnoringExpiry(
                        ForgedToken.good().claim("iss", "\"http://elsewhere\"").sign()))
                .isEmpty();
    }

    @Test
    void verifyTellsWhatWasNeverOursFromWhatIsNoLongerGood() {
        assertMadeUp("x");
        assertMadeUp(TestTokens.user().issue() + "A");
        assertMadeUp(ForgedToken.good().signedWith(TestKeys.unknown()).sign());
        assertMadeUp(ForgedToken.good().header("kid", "\"no-key-of-ours\"").sign());
        String token = TestTokens.user().withTtl(Duration.ofSeconds(1)).issue();
        clock.advance(Duration.ofDays(1));
        assertInvalid(token, "expired");
    }

    @Test
    void verifyIgnoringExpiryAgainThenNothingIsMadeAnewAndTheTokenStaysExpired() {
        String token = TestTokens.user().withTtl(Duration.ofSeconds(1)).issue();
        clock.advance(Duration.ofDays(400));

        assertThat(verifier.verifyIgnoringExpiry(token).orElseThrow())
                .isSameAs(verifier.verifyIgnoringExpiry(token).orElseThrow());
        assertInvalid(token, "expired");
    }

    /** The list is asked after the cache: each token here has been accepted before. */
    @Nested
    class Revoked {

        @Test
        void verifyWhenTheTokenIsRevokedThenRefuses() throws InvalidTokenException {
            String token = TestTokens.user().issue();
            String other = TestTokens.user().issue();
            verifier.verify(other);
            revoke(TokenKind.JTI, verifier.verify(token).getTokenID());

            assertInvalid(token, "revoked");
            assertThat(verifier.verify(other)).isNotNull();
            assertThat(verifier.verifyIgnoringExpiry(token)).isPresent();
        }

        @Test
        void verifyWhenTheSessionIsRevokedThenRefuses() throws InvalidTokenException {
            String token = TestTokens.user().issue();
            revoke(
                    TokenKind.SID,
                    verifier.verify(token).sessionId().orElseThrow().toString());

            assertInvalid(token, "revoked");
        }

        /** Whoever has the key could sign anything, so even signing out is refused. */
        @Requirement("K-05")
        @Test
        void verifyWhenTheKeyIsRevokedThenRefuses() throws InvalidTokenException {
            SigningKey key = TestKeys.addRetiring();
            String token = tokenOf(key);
            revoke(TokenKind.KID, verifier.verify(token).kid());

            assertInvalid(token, "its key is withdrawn");
            assertThat(verifier.verifyIgnoringExpiry(token)).isEmpty();
            TestKeys.remove(key);
            assertInvalid(tokenOf(key), "its key is withdrawn");
        }

        @Test
        void verifyWhenTheKeyIsGoneThenRefuses() throws InvalidTokenException {
            SigningKey key = TestKeys.addRetiring();
            String token = tokenOf(key);
            verifier.verify(token);
            TestKeys.remove(key);

            assertInvalid(token, "its key is withdrawn");
        }

        /** D7: anyone can turn (r, s) into (r, n − s), which is as good a signature; the revocation must hold for it too. */
        @Test
        void verifyWhenTheSignatureIsRewrittenThenStillRevoked() throws InvalidTokenException {
            ForgedToken forged = ForgedToken.good();
            String token = forged.sign();
            String twin = forged.signature(Revoked::withNegatedS).sign();
            assertThat(twin).isNotEqualTo(token);
            assertThat(verifier.verify(twin).getTokenID())
                    .isEqualTo(verifier.verify(token).getTokenID());
            revoke(TokenKind.JTI, verifier.verify(token).getTokenID());

            assertInvalid(token, "revoked");
            assertInvalid(twin, "revoked");
        }

        private static String tokenOf(SigningKey key) {
            return ForgedToken.good()
                    .header("kid", ForgedToken.quote(key.kid()))
                    .signedWith(key)
                    .sign();
        }

        static byte[] withNegatedS(byte[] signature) {
            BigInteger order = new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);
            byte[] negated =
                    order.subtract(new BigInteger(1, signature, 32, 32)).toByteArray();
            byte[] result = Arrays.copyOf(signature, 64);
            Arrays.fill(result, 32, 64, (byte) 0);
            int length = Math.min(32, negated.length);
            System.arraycopy(negated, negated.length - length, result, 64 - length, length);
            return result;
        }

        private void revoke(TokenKind kind, String id) {
            QuarkusTransaction.requiringNew()
                    .run(() -> revocations.revoke(
                            kind, id, clock.instant().plusSeconds(1020), "administrator", clock.instant()));
        }
    }

    private void assertInvalid(String token, String reason) {
        assertThatThrownBy(() -> verifier.verify(token))
                .isInstanceOfSatisfying(
                        InvalidTokenException.class,
                        refusal -> assertThat(refusal.isMadeUp()).isFalse())
                .hasMessage(reason);
    }

    private void assertMadeUp(String token) {
        assertThatThrownBy(() -> verifier.verify(token))
                .isInstanceOfSatisfying(
                        InvalidTokenException.class,
                        refusal -> assertThat(refusal.isMadeUp()).isTrue());
    }
}
