package dev.latchkey.token;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.Requirement;
import dev.latchkey.support.LogRecords;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every token here is signed with the real key and wrong in one thing only. Each is refused for that, and nobody is woken up. */
@QuarkusTest
class HostileTokenTest {

    private static final String PLAIN = "[!-~]{1,9000}";

    private final AccessTokenVerifier verifier;
    private LogRecords log;

    HostileTokenTest(AccessTokenVerifier verifier) {
        this.verifier = verifier;
    }

    @BeforeEach
    void openLog() {
        log = LogRecords.open();
    }

    @AfterEach
    void nothingIsLoggedAboutAClientsFault() {
        log.close();
        assertThat(log.complaints()).isEmpty();
        assertThat(log.messages()).noneMatch(message -> message.contains("canary"));
    }

    @Test
    void verifyWhenNothingIsBentThenAccepts() throws InvalidTokenException {
        assertThat(verifier.verify(ForgedToken.good().sign()).getName()).isEqualTo("canary@example.org");
        assertThat(call(ForgedToken.good().sign()).statusCode()).isEqualTo(200);
        assertThat(call(ForgedToken.good()
                                .claim("aud", "[\"x\",\"http://localhost:8080\"]")
                                .sign())
                        .statusCode())
                .isEqualTo(200);
    }

    @Requirement({
        "A-01", "A-03", "A-04", "A-08", "A-09", "A-10", "A-11", "A-12", "A-13", "A-14", "A-15", "A-16", "A-20", "A-21",
        "K-07", "K-09"
    })
    @ParameterizedTest(name = "{0}")
    @MethodSource({
        "dev.latchkey.token.HostileHeaders#algorithms",
        "dev.latchkey.token.HostileHeaders#confusions",
        "dev.latchkey.token.HostileHeaders#extensions",
        "dev.latchkey.token.HostileHeaders#names",
        "dev.latchkey.token.HostileTokens#forms",
        "dev.latchkey.token.HostileTokens#json",
        "dev.latchkey.token.HostileTokens#signatures",
        "dev.latchkey.token.HostileClaims#claims"
    })
    void verifyWhenBentThenRefuses(String name, String token, String reason) {
        for (int attempt = 0; attempt < 2; attempt++) {
            assertThatThrownBy(() -> verifier.verify(token))
                    .isInstanceOf(InvalidTokenException.class)
                    .hasMessage(reason);
        }
        if (token.matches(PLAIN)) {
            Response response = call(token);

            assertThat(response.statusCode()).isEqualTo(401);
            assertThat(response.header("WWW-Authenticate"))
                    .isEqualTo("Bearer realm=\"latchkey\", error=\"invalid_token\"");
            assertThat(response.jsonPath().getString("code")).isEqualTo("invalid-token");
            assertThat(response.asString()).doesNotContain("canary");
        }
    }

    /** The server's own limit for headers comes first. */
    @Requirement("A-17")
    @Test
    void callWhenTheHeaderIsTooLongThenRefusedBeforeParsing() {
        assertThat(call("A".repeat(20_000)).statusCode()).isEqualTo(431);
    }

    private static Response call(String token) {
        return given().auth().oauth2(token).get("/samples/user");
    }
}
