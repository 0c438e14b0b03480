package dev.latchkey.page;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;

import dev.latchkey.Requirement;
import dev.latchkey.throttle.DefaultBudgets;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pages behind mailed links, when there is too much to do. */
@QuarkusTest
@TestProfile(DefaultBudgets.class)
class BusyPagesTest {

    /** As many as the profile allows from one source. */
    private static final int DEAD_LINKS = 9;

    @ParameterizedTest
    @CsvSource({
        "not-me, en, 203.0.113.1, Try again in a few minutes",
        "verify-email, de, 203.0.113.2, Versuchen Sie es in einigen Minuten noch einmal",
        "not-me, zh, 203.0.113.3, 请过几分钟再试",
        "reset-password, fr, 203.0.113.4, Réessayez dans quelques minutes"
    })
    @Requirement("T-05")
    @DisplayName("who presses too many dead links is told to come back, by a page in their language")
    void tooManyDeadLinksThenAPage(String page, String language, String source, String title) {
        for (int i = 0; i < DEAD_LINKS; i++) {
            assertThat(press(page, language, source).statusCode()).isEqualTo(400);
        }

        press(page, language, source)
                .then()
                .statusCode(429)
                .contentType("text/html;charset=UTF-8")
                .header("Content-Language", language)
                .header("Content-Security-Policy", containsString("default-src 'none'"))
                .header("Retry-After", Integer::parseInt, greaterThan(0))
                .body(containsString("<title>" + title), containsString("<html lang=\"" + language));
    }

    private static Response press(String page, String language, String source) {
        return given().header("X-Forwarded-For", source)
                .header("Accept-Language", language)
                .formParam("token", "lka_none")
                .formParam("new_password", "correct horse battery staple")
                .post("/auth/" + page);
    }
}
