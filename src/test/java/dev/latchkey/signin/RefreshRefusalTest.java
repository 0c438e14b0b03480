package dev.latchkey.signin;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.latchkey.Requirement;
import dev.latchkey.SessionRows;
import dev.latchkey.TestUser;
import dev.latchkey.TestUsers;
import dev.latchkey.Tokens;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.http.Header;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a caller of {@code POST /auth/refresh} learns who holds no refresh token of a session that there is. */
@QuarkusTest
class RefreshRefusalTest {

    @Inject
    SessionRows rows;

    private final TestUser user = TestUsers.user().create();

    @Test
    @Requirement("R-09")
    @DisplayName("garbage, a forged token, one of no session and one from after a restored backup look the same")
    void refusalsAreIdentical() {
        Tokens gone = user.signIn();
        rows.delete(gone.session().id());
        Tokens first = user.signIn();
        String backup = rows.refreshHash(first.session().id());
        Tokens second = first.refreshed();
        rows.rollBack(first.session().id(), backup);
        String forged = gone.refresh().substring(0, 90) + "AAAAAA";

        List<Response> replies = Stream.of("garbage", forged, gone.refresh(), second.refresh())
                .map(RefreshRefusalTest::refresh)
                .toList();

        for (Response reply : replies) {
            reply.then()
                    .statusCode(401)
                    .contentType("application/problem+json")
                    .body("code", equalTo("invalid-refresh-token"))
                    .header("WWW-Authenticate", "Bearer realm=\"latchkey\"")
                    .header("Cache-Control", "no-store");
            assertThat(withoutTrace(reply)).isEqualTo(withoutTrace(replies.get(0)));
            assertThat(headers(reply)).isEqualTo(headers(replies.get(0)));
        }
    }

    private static Response refresh(String token) {
        return given().contentType(ContentType.JSON)
                .body(Map.of("refresh_token", token))
                .post("/auth/refresh");
    }

    private static String withoutTrace(Response reply) {
        return reply.asString().replaceAll("urn:latchkey:trace:[0-9a-f]{32}", "");
    }

    private static List<String> headers(Response reply) {
        return reply.headers().asList().stream()
                .filter(header -> !header.getName().equalsIgnoreCase("Date"))
                .map(Header::toString)
                .sorted()
                .toList();
    }
}
