package dev.latchkey.signin;

import static io.restassured.RestAssured.given;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.Browser;
import dev.latchkey.Requirement;
import dev.latchkey.SessionRows;
import dev.latchkey.TestUser;
import dev.latchkey.TestUsers;
import dev.latchkey.Tokens;
import dev.latchkey.mail.TestMails;
import dev.latchkey.throttle.DefaultBudgets;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.http.Cookie;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Whoever replaces the password is no stranger on that device, though all others are. */
@QuarkusTest
@TestProfile(DefaultBudgets.class)
@Requirement("T-03")
class DeviceOfANewPasswordTest {

    private static final String NEXT = "four other words entirely";

    @Inject
    SessionRows rows;

    private final TestUser user = TestUsers.user().create();

    @BeforeEach
    void begin() {
        rows.forgetBuckets();
    }

    @Test
    @DisplayName("P-13: a reset makes the device known, keeps it known to its other accounts, and signs nobody in")
    @Requirement("P-13")
    void reset() {
        TestUser other = TestUsers.user().create();
        String before = other.signIn().device();
        String token = linkToken();

        Response reset = given().contentType(ContentType.JSON)
                .header("Cookie", "latchkey_device=" + before)
                .body(Map.of("token", token, "new_password", NEXT))
                .post("/auth/password/reset");

        reset.then().statusCode(204);
        assertThat(reset.cookies()).containsOnlyKeys("latchkey_device");
        assertThat(reset.detailedCookie("latchkey_device"))
                .returns(true, Cookie::isHttpOnly)
                .returns("Strict", Cookie::getSameSite)
                .returns(Duration.ofDays(180).toSeconds(), Cookie::getMaxAge);
        String device = reset.cookie("latchkey_device");
        exhaust(user);
        exhaust(other);
        assertThat(signIn(user, NEXT, before)).isEqualTo(429);
        assertThat(signIn(user, NEXT, device)).isEqualTo(200);
        assertThat(signIn(other, TestUsers.PASSWORD, device)).isEqualTo(200);
    }

    @Test
    @DisplayName(
            "an application without cookies shows the device in the body, and has the next token from the cookie's value")
    void resetByAnApplication() {
        TestUser other = TestUsers.user().create();
        String before = other.signIn().device();

        Response reset = given().contentType(ContentType.JSON)
                .body(Map.of("token", linkToken(), "new_password", NEXT, "device_token", before))
                .post("/auth/password/reset");

        reset.then().statusCode(204);
        String device = reset.cookie("latchkey_device");
        exhaust(user);
        exhaust(other);
        assertThat(signIn(user, NEXT, device)).isEqualTo(200);
        assertThat(signIn(other, TestUsers.PASSWORD, device)).isEqualTo(200);
    }

    private String linkToken() {
        given().contentType(ContentType.JSON)
                .body(Map.of("email", user.username()))
                .post("/auth/password/forgot");
        return TestMails.sentTo(user.username()).get(0).token();
    }

    @Test
    @DisplayName("a change in an application's words, and in a browser's cookies")
    void change() {
        Tokens tokens = user.signIn();
        Tokens changed = given().auth()
                .oauth2(tokens.access())
                .contentType(ContentType.JSON)
                .body(Map.of("current_password", TestUsers.PASSWORD, "new_password", NEXT))
                .put("/auth/password")
                .then()
                .statusCode(200)
                .extract()
                .as(Tokens.class);
        exhaust(user);
        assertThat(signIn(user, NEXT, tokens.device())).isEqualTo(429);
        assertThat(signIn(user, NEXT, changed.device())).isEqualTo(200);

        TestUser another = TestUsers.user().create();
        Browser browser = Browser.signedIn(another, "cookie");
        browser.changePassword(TestUsers.PASSWORD, NEXT).then().statusCode(200);
        exhaust(another);
        assertThat(signIn(another, NEXT, browser.device())).isEqualTo(200);
    }

    private static void exhaust(TestUser victim) {
        for (int i = 0; i < 5; i++) {
            assertThat(signIn(victim, "wrong-" + UUID.randomUUID(), "lkd_none")).isEqualTo(401);
        }
        assertThat(signIn(victim, "wrong-" + UUID.randomUUID(), "lkd_none")).isEqualTo(429);
    }

    private static int signIn(TestUser who, String password, @Nullable String device) {
        return given().contentType(ContentType.JSON)
                .header(
                        "X-Forwarded-For",
                        "2001:db8:"
                                + UUID.randomUUID().toString().substring(9, 18).replace('-', ':') + "::1")
                .body(Map.of("username", who.username(), "password", password, "device_token", requireNonNull(device)))
                .post("/auth/sign-in")
                .statusCode();
    }
}
