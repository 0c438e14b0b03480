package dev.latchkey.signin;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import dev.latchkey.Requirement;
import dev.latchkey.SessionRows;
import dev.latchkey.TestUsers;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code POST /auth/sign-up}. */
@QuarkusTest
class SignUpTest {

    @Inject
    SessionRows rows;

    @Test
    void signUpThenSignIn() {
        String email = TestUsers.unique();

        signUp(email, TestUsers.PASSWORD).then().statusCode(202);

        given().contentType(ContentType.JSON)
                .body(Map.of("username", email, "password", TestUsers.PASSWORD))
                .post("/auth/sign-in")
                .then()
                .statusCode(200);
    }

    @Test
    @Requirement("P-10")
    @DisplayName("an existing address gets the same reply and keeps its password")
    void signUpWhenAddressIsTakenThenSameReplyAndNothingChanges() {
        String email = TestUsers.unique();
        Response fresh = signUp(email, TestUsers.PASSWORD);
        Response taken = signUp(email, "another password entirely");

        assertThat(taken.statusCode()).isEqualTo(fresh.statusCode());
        assertThat(taken.asString()).isEqualTo(fresh.asString());
        assertThat(taken.headers().asList()).hasSameSizeAs(fresh.headers().asList());
        signIn(email, "another password entirely").then().statusCode(401);
        signIn(email, TestUsers.PASSWORD).then().statusCode(200);
    }

    @Test
    void signUpWhenParallelThenOneAccount() throws Exception {
        String email = TestUsers.unique();
        var pool = Executors.newFixedThreadPool(10);
        try {
            var replies = IntStream.range(0, 10)
                    .mapToObj(i ->
                            pool.submit(() -> signUp(email, TestUsers.PASSWORD).statusCode()))
                    .toList();
            for (var reply : replies) {
                assertThat(reply.get()).isEqualTo(202);
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(rows.usersNamed(email)).isEqualTo(1);
    }

    @Test
    @Requirement("P-15")
    @DisplayName("spellings that look alike are one account")
    void signUpWhenSpelledOtherwiseThenSameAccount() {
        String email = TestUsers.unique();
        signUp(email, TestUsers.PASSWORD);

        signIn(email.toUpperCase(java.util.Locale.ROOT), TestUsers.PASSWORD)
                .then()
                .statusCode(200);
        signIn(email.replace("user", "\uFF35ser"), TestUsers.PASSWORD).then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no-at-sign",
                "a@",
                "@b",
                "a b@example.com",
                "adm\u200Bin@example.com",
                "a\u0000@example.com",
                "a@b@c",
                "\u202Eabc@example.com"
            })
    void signUpWhenAddressIsImpossibleThen400(String email) {
        signUp(email, TestUsers.PASSWORD).then().statusCode(400).body("code", equalTo("invalid-request"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fourteen chars",
                "\uD83D\uDE00\uD83D\uDE00\uD83D\uDE00\uD83D\uDE00\uD83D\uDE00\uD83D\uDE00\uD83D\uDE00\uD83D\uDE00"
            })
    @Requirement("P-01")
    @DisplayName("15 code points at least")
    void signUpWhenPasswordIsShortThen400(String password) {
        signUp(TestUsers.unique(), password)
                .then()
                .statusCode(400)
                .body("code", equalTo("weak-password"))
                .body("reasons", contains("too_short"));
    }

    @Test
    @Requirement("P-02")
    @DisplayName("256 code points at most, told before hashing")
    void signUpWhenPasswordIsLongThen400() {
        signUp(TestUsers.unique(), "x".repeat(256)).then().statusCode(202);
        signUp(TestUsers.unique(), "x".repeat(257)).then().statusCode(400).body("reasons", contains("too_long"));
    }

    @Test
    @Requirement("P-04")
    @DisplayName("what anybody would guess is refused, and why is said")
    void signUpWhenPasswordIsGuessableThen400() {
        String email = TestUsers.unique();
        signUp(email, "passwordpassword").then().statusCode(400).body("reasons", contains("common"));
        signUp(email, email + "1")
                .then()
                .statusCode(400)
                .body("code", equalTo("weak-password"))
                .body("reasons", contains("context"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "271828182845904",
                "all lower case letters",
                " spaces around them ",
                "\u5bc6\u7801\u5bc6\u7801\u5bc6\u7801\u5bc6\u7801\u5bc6\u7801\u5bc6\u7801\u5bc6\u7801\u5bc6",
                "\uD83D\uDE00\uD83D\uDE00\uD83D\uDE00\uD83D\uDE00\uD83D\uDE00\uD83D\uDE00\uD83D\uDE00\uD83D\uDE00\uD83D\uDE00\uD83D\uDE00\uD83D\uDE00\uD83D\uDE00\uD83D\uDE00\uD83D\uDE00\uD83D\uDE00"
            })
    @Requirement("P-03")
    @DisplayName("no rules of composition, nothing trimmed")
    void signUpWithAnyCharactersThenSignIn(String password) {
        String email = TestUsers.unique();
        signUp(email, password).then().statusCode(202);

        signIn(email, password).then().statusCode(200);
        signIn(email, password.substring(0, password.length() - 1)).then().statusCode(401);
    }

    @Test
    @Requirement("P-03")
    @DisplayName("half a surrogate pair is no character, and would be hashed as a question mark")
    void signUpWhenPasswordIsNoTextThen400() {
        given().contentType(ContentType.JSON)
                .body("{\"email\":\"%s\",\"password\":\"%s\"}".formatted(TestUsers.unique(), "\\ud800".repeat(20)))
                .post("/auth/sign-up")
                .then()
                .statusCode(400)
                .body("code", equalTo("invalid-request"));
    }

    @Test
    @Requirement("P-03")
    @DisplayName("composed and decomposed forms are the same password")
    void signInWithOtherNormalFormThenSamePassword() {
        String email = TestUsers.unique();
        signUp(email, "caf\u00e9 caf\u00e9 caf\u00e9 caf\u00e9").then().statusCode(202);

        signIn(email, "cafe\u0301 cafe\u0301 cafe\u0301 cafe\u0301").then().statusCode(200);
    }

    @Test
    void nameIsKept() {
        Map<String, Object> body = new HashMap<>(Map.of("email", TestUsers.unique(), "password", TestUsers.PASSWORD));
        body.put("name", "Ada \u2014 Lovelace");
        given().contentType(ContentType.JSON)
                .body(body)
                .post("/auth/sign-up")
                .then()
                .statusCode(202);
        body.put("name", "line\nbreak");
        given().contentType(ContentType.JSON)
                .body(body)
                .post("/auth/sign-up")
                .then()
                .statusCode(400)
                .body("errors[0].member", equalTo("name"));
    }

    private static Response signUp(String email, String password) {
        return given().contentType(ContentType.JSON)
                .body(Map.of("email", email, "password", password))
                .post("/auth/sign-up");
    }

    private static Response signIn(String username, String password) {
        return given().contentType(ContentType.JSON)
                .body(Map.of("username", username, "password", password))
                .post("/auth/sign-in");
    }
}
