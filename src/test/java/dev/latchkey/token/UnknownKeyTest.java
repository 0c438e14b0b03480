package dev.latchkey.token;

import static dev.latchkey.token.ForgedToken.quote;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.latchkey.Browser;
import dev.latchkey.Requirement;
import dev.latchkey.SessionRows;
import dev.latchkey.TestClient;
import dev.latchkey.TestUser;
import dev.latchkey.TestUsers;
import dev.latchkey.key.SigningKey;
import dev.latchkey.key.TestKeys;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Tokens of a key that another node made a moment ago: nobody here polls, so that the first of them finds it unknown. */
@QuarkusTest
@Requirement({"K-04", "K-06"})
class UnknownKeyTest {

    @Inject
    SessionRows rows;

    private final SigningKey key = TestKeys.addElsewhere();

    @AfterEach
    void removeKey() {
        TestKeys.remove(key);
    }

    @Test
    void firstCallIsAnswered() {
        assertThat(given().auth()
                        .oauth2(token(UUID.randomUUID()))
                        .get("/samples/user")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void firstCallByCookieIsAnswered() {
        given().header("Cookie", "latchkey_access=" + token(UUID.randomUUID()))
                .get("/samples/whoami")
                .then()
                .statusCode(200)
                .body("username", equalTo("canary@example.org"));
    }

    @Test
    @Requirement("C-07")
    @DisplayName("a cookie that turns out to be genuine needs its CSRF token all the same")
    void cookieIsStillBoundToItsPage() {
        given().noContentType()
                .header("Origin", Browser.ORIGIN)
                .header("Cookie", "latchkey_access=" + token(UUID.randomUUID()))
                .delete("/auth/sessions")
                .then()
                .statusCode(403)
                .body("code", equalTo("csrf-refused"));
    }

    @Test
    @DisplayName("a call that waited for the key has its body still")
    void bodyIsNotLost() {
        TestUser user = TestUsers.user().create();
        Browser browser = Browser.signedIn(user, "cookie");
        String access = ForgedToken.good()
                .header("kid", quote(key.kid()))
                .claim("sub", quote(user.id()))
                .claim("sid", quote(browser.sessionId()))
                .signedWith(key)
                .sign();

        given().header("Origin", Browser.ORIGIN)
                .header("X-CSRF-Token", browser.csrfToken())
                .header("Cookie", "latchkey_access=" + access)
                .contentType(ContentType.JSON)
                .body(Map.of("name", "Ada"))
                .patch("/auth/me")
                .then()
                .statusCode(200)
                .body("name", equalTo("Ada"));
    }

    @Test
    void introspectionFindsItActive() {
        assertThat(TestClient.create("service").findsActive(token(UUID.randomUUID())))
                .isTrue();
    }

    @Test
    @DisplayName("signing out and revoking with it has effect, and not only an answer")
    void signOutAndRevocationTakeIt() {
        TestUser user = TestUsers.user().create();
        UUID session = user.signIn().session().id();
        String other = token(UUID.randomUUID());
        TestClient client = TestClient.create("service");

        assertThat(client.revoke(other).statusCode()).isEqualTo(200);
        assertThat(client.findsActive(other)).isFalse();
        TestKeys.remove(key);
        SigningKey next = TestKeys.addElsewhere();
        given().noContentType()
                .auth()
                .oauth2(token(next, session))
                .post("/auth/sign-out")
                .then()
                .statusCode(204);
        assertThat(rows.endReason(session)).isEqualTo("signed_out");
        TestKeys.remove(next);
    }

    @Test
    @Requirement("C-07")
    @DisplayName("signing out by a cookie whose key is made up looks for it once, and ends nothing")
    void signOutLooksOnce() {
        UUID session = TestUsers.user().create().signIn().session().id();

        // what runs each minute may have statements of its own, but not beside all three
        assertThat(IntStream.range(0, 3).mapToLong(i -> statementsOfSignOut(session)))
                .contains(1L);
        assertThat(rows.endReason(session)).isEqualTo("null");
    }

    private long statementsOfSignOut(UUID session) {
        String made = token(TestKeys.unknown(), session);
        long before = rows.statements();
        given().noContentType()
                .header("Origin", Browser.ORIGIN)
                .header("Cookie", "latchkey_access=" + made)
                .post("/auth/sign-out")
                .then()
                .statusCode(204);
        return rows.statements() - before;
    }

    @Test
    @DisplayName("200 callers with made-up keys are refused within seconds, and nobody else waits for it")
    void floodHoldsNobody() throws Exception {
        String good = ForgedToken.good().sign();
        ExecutorService callers = Executors.newFixedThreadPool(50);
        try {
            List<Future<Integer>> refusals = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                String made = token(TestKeys.unknown(), UUID.randomUUID());
                refusals.add(callers.submit(
                        () -> given().auth().oauth2(made).get("/samples/user").statusCode()));
            }
            int served = 0;
            long limit = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
            while (!refusals.stream().allMatch(Future::isDone) && System.nanoTime() < limit) {
                assertThat(given().auth().oauth2(good).get("/samples/user").statusCode())
                        .isEqualTo(200);
                served++;
            }
            assertThat(served).isPositive();
            for (Future<Integer> refusal : refusals) {
                assertThat(refusal.get(1, TimeUnit.SECONDS)).isEqualTo(401);
            }
        } finally {
            callers.shutdownNow();
        }
        SigningKey next = TestKeys.addElsewhere();
        await().until(() -> given().auth()
                        .oauth2(token(next, UUID.randomUUID()))
                        .get("/samples/user")
                        .statusCode()
                == 200);
        TestKeys.remove(next);
    }

    private String token(UUID session) {
        return token(key, session);
    }

    private static String token(SigningKey signer, UUID session) {
        return ForgedToken.good()
                .header("kid", quote(signer.kid()))
                .claim("sid", quote(session))
                .signedWith(signer)
                .sign();
    }
}
