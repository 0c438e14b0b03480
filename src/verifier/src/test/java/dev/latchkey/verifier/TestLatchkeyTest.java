package dev.latchkey.verifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.verifier.testkit.TestLatchkey;
import io.smallrye.jwt.auth.principal.ParseException;
import java.time.Duration;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The test kit's tokens are such as stock MicroProfile JWT takes, and refuses. */
class TestLatchkeyTest {

    private final TestLatchkey latchkey = TestLatchkey.start();

    @AfterEach
    void stop() {
        latchkey.close();
    }

    @Test
    void tokensAreGood() throws ParseException {
        JsonWebToken token = StockJwt.verify(
                latchkey,
                latchkey.token("ada \"the\" first")
                        .roles("user", "admin")
                        .claim("tenant", "a\\b")
                        .mint());

        assertThat(token.getName()).isEqualTo("ada \"the\" first");
        assertThat(token.getGroups()).containsExactlyInAnyOrder("user", "admin");
        assertThat(token.<String>getClaim("tenant")).isEqualTo("a\\b");
        assertThat(TokenIds.session(token)).hasSize(36);
        assertThat(TokenIds.key(token)).hasSize(43);
    }

    @Test
    void tokensCanBeBad() throws ParseException {
        assertThat(StockJwt.verify(
                                latchkey, latchkey.token("ada").without("sid").mint())
                        .<String>getClaim("sid"))
                .isNull();
        assertThatThrownBy(() -> StockJwt.verify(
                        latchkey,
                        latchkey.token("ada").audience("https://other").mint()))
                .isInstanceOf(ParseException.class);

        latchkey.advance(Duration.ofMinutes(-17));

        assertThatThrownBy(() -> StockJwt.verify(latchkey, latchkey.token("ada").mint()))
                .isInstanceOf(ParseException.class);
        assertThat(StockJwt.verify(
                        latchkey,
                        latchkey.token("ada").expiresIn(Duration.ofMinutes(20)).mint()))
                .isNotNull();
    }
}
