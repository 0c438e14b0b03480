package dev.latchkey.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.Requirement;
import dev.latchkey.support.Randomness;
import dev.latchkey.support.TestPurposeKeys;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Refresh tokens without a session behind them. */
@Requirement({"R-01", "K-09"})
class RefreshTokensTest {

    private final UUID session = UUID.fromString("01999999-0000-7000-8000-000000000001");
    private final RefreshTokens old = tokens("1:A");

    @Test
    void parseWhenEncodedThenTheSame() {
        RefreshToken token = old.first(session);

        RefreshToken parsed = old.parse(old.encode(token)).orElseThrow();

        assertThat(parsed.sessionId()).isEqualTo(session);
        assertThat(parsed.generation()).isZero();
        assertThat(parsed.secret()).isEqualTo(token.secret()).hasSize(32);
    }

    @Test
    void successorIsAFunctionOfItsPredecessor() {
        RefreshToken token = old.first(session);

        assertThat(old.encode(old.successor(token))).isEqualTo(old.encode(old.successor(token)));
        assertThat(old.successor(token).generation()).isEqualTo(1);
        assertThat(old.successor(token).secret()).isNotEqualTo(token.secret());
        assertThat(old.successor(old.first(session)).secret())
                .isNotEqualTo(old.successor(token).secret());
    }

    @Test
    @DisplayName("a database alone, with another key, makes other successors")
    void successorNeedsTheKey() {
        RefreshToken token = old.first(session);

        assertThat(tokens("1:B").successor(token).secret())
                .isNotEqualTo(old.successor(token).secret());
    }

    @Test
    @DisplayName("while the master key rotates, the successor made under the old one is found, and is the same")
    void successorWithHashWhenPrimaryChangedThenFindsIt() {
        RefreshToken token = old.first(session);
        RefreshToken made = old.successor(token);
        RefreshTokens rotated = tokens("2:B,1:A");

        RefreshToken found = rotated.successorWithHash(token, old.hash(made)).orElseThrow();

        assertThat(rotated.encode(found)).isEqualTo(old.encode(made));
        assertThat(rotated.parse(old.encode(made))).isPresent();
        assertThat(rotated.successorWithHash(token, old.hash(token))).isEmpty();
    }

    @Test
    void parseWhenKeyIsUnknownThenEmpty() {
        String token = old.encode(old.first(session));

        assertThat(tokens("2:B").parse(token)).isEmpty();
        assertThat(tokens("1:B").parse(token)).isEmpty();
    }

    @Test
    @Requirement("L-02")
    @DisplayName("prints without its secret")
    void toStringHoldsNoSecret() {
        RefreshToken token = old.first(session);

        assertThat(token.toString()).isEqualTo("RefreshToken of " + session);
    }

    private static RefreshTokens tokens(String masterKeys) {
        return new RefreshTokens(TestPurposeKeys.of(masterKeys), new Randomness());
    }
}
