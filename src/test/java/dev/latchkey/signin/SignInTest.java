package dev.latchkey.signin;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.latchkey.Requirement;
import dev.latchkey.SessionRows;
import dev.latchkey.TestUser;
import dev.latchkey.TestUsers;
import dev.latchkey.Tokens;
import dev.latchkey.support.TestClock;
import dev.latchkey.user.UserChange;
import dev.latchkey.user.Users;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** {@code POST /auth/sign-in}. */
@Requirement("P-16")
@QuarkusTest
class SignInTest {

    @Inject
    SessionRows rows;

    @Inject
    Users users;

    @Inject
    TestClock clock;

    private final TestUser user = TestUsers.user().create();

    @Test
    void signInThenTokensWithTheirLifetimes() {
        Tokens tokens = user.signIn();

        assertThat(tokens.tokenType()).isEqualTo("Bearer");
        assertThat(tokens.expiresIn()).isEqualTo(900);
        assertThat(tokens.refreshExpiresIn()).isEqualTo(1800);
        assertThat(tokens.refresh()).startsWith("lkr_").hasSize(96);
        assertThat(tokens.session().expiresAt()).isEqualTo(clock.instant().plusSeconds(12 * 3600));
        assertThat(tokens.callStatus()).isEqualTo(200);
    }

    @Test
    @Requirement("C-14")
    @DisplayName("no-store")
    void repliesAreNotCached() {
        attempt(user.username(), TestUsers.PASSWORD).then().header("Cache-Control", "no-store");
        attempt(user.username(), "wrong").then().header("Cache-Control", "no-store");
    }

    @Test
    @Requirement("P-08")
    @DisplayName("unknown, wrong and disabled look the same")
    void failuresAreIdentical() {
        TestUser disabled = TestUsers.user().create();
        users.change(disabled.id(), UserChange.disabled(true), UUID.randomUUID(), clock.instant());
        List<Response> replies = List.of(
                attempt(user.username(), "not the right password"),
                attempt(TestUsers.unique(), TestUsers.PASSWORD),
                attempt(disabled.username(), TestUsers.PASSWORD),
                attempt("not \u200B a name", TestUsers.PASSWORD));

        for (Response reply : replies) {
            reply.then()
                    .statusCode(401)
                    .body("code", equalTo("invalid-credentials"))
                    .header("WWW-Authenticate", "Bearer realm=\"latchkey\"");
            assertThat(withoutTrace(reply)).isEqualTo(withoutTrace(replies.get(0)));
            assertThat(reply.headers().asList())
                    .hasSameSizeAs(replies.get(0).headers().asList());
        }
    }

    @Test
    @Requirement("S-12")
    @DisplayName("20 sessions at most, exactly, under parallel sign-ins; the least recently used ends")
    void signInWhenAtTheLimitThenOldestEnds() throws Exception {
        Tokens first = user.signIn();
        clock.advance(Duration.ofSeconds(1));
        var pool = Executors.newFixedThreadPool(25);
        try {
            var replies = IntStream.range(0, 25)
                    .mapToObj(i -> pool.submit(() -> user.signIn()))
                    .toList();
            for (var reply : replies) {
                reply.get();
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(rows.liveSessions(user.id())).isEqualTo(20);
        first.tryRefresh().then().statusCode(401).body("reason", equalTo("capacity"));
    }

    @Test
    @Requirement({"S-01", "S-02"})
    @DisplayName("ids and secrets are ours and never repeat")
    void everySignInHasFreshSecrets() {
        List<String> seen = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Tokens tokens = user.signIn();
            seen.add(tokens.refresh());
            seen.add(tokens.access());
            seen.add(tokens.session().id().toString());
        }
        assertThat(seen).doesNotHaveDuplicates();
    }

    @Test
    @Requirement("L-04")
    @DisplayName("the trail knows of the failure and not what was typed")
    void failureIsAudited() {
        attempt(user.username(), "hunter2-typed-by-mistake").then().statusCode(401);

        assertThat(rows.auditOf(user.id())).contains("authn_login_fail").doesNotContain("hunter2");
    }

    private static Response attempt(String username, String password) {
        return given().contentType(ContentType.JSON)
                .body(Map.of("username", username, "password", password))
                .post("/auth/sign-in");
    }

    private static String withoutTrace(Response reply) {
        return reply.asString().replaceAll("urn:latchkey:trace:[0-9a-f]{32}", "");
    }
}
