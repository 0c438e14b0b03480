package dev.latchkey.signin;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.latchkey.AuditOutage;
import dev.latchkey.Requirement;
import dev.latchkey.SessionRows;
import dev.latchkey.TestUser;
import dev.latchkey.TestUsers;
import dev.latchkey.Tokens;
import dev.latchkey.support.TestClock;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code POST /auth/sign-out}. Session, refresh tokens and outstanding access tokens die; repeating is no error. */
@Requirement("S-07")
@QuarkusTest
class SignOutTest {

    @Inject
    TestClock clock;

    @Inject
    SessionRows rows;

    @Inject
    DataSource database;

    private final TestUser user = TestUsers.user().create();

    @Test
    @Requirement({"R-12", "S-07"})
    void signOutByRefreshTokenThenEverythingIsRefused() {
        Tokens tokens = user.signIn();

        tokens.signOut();
        tokens.signOut();

        assertThat(tokens.callStatus()).isEqualTo(401);
        tokens.tryRefresh().then().statusCode(401).body("reason", equalTo("signed_out"));
    }

    @Test
    @Requirement({"R-12", "S-07"})
    void signOutByAccessTokenThenEverythingIsRefused() {
        Tokens tokens = user.signIn();

        byAccessToken(tokens.access());
        byAccessToken(tokens.access());

        assertThat(tokens.callStatus()).isEqualTo(401);
        tokens.tryRefresh().then().statusCode(401).body("reason", equalTo("signed_out"));
    }

    @Test
    void signOutByExpiredAccessTokenThenSessionEnds() {
        Tokens tokens = user.signIn();
        clock.advance(Duration.ofMinutes(16));
        assertThat(tokens.callStatus()).isEqualTo(401);

        byAccessToken(tokens.access());

        assertThat(rows.endReason(tokens.session().id())).isEqualTo("signed_out");
    }

    @Test
    void signOutByEarlierRefreshTokenThenSessionEnds() {
        Tokens first = user.signIn();
        Tokens second = first.refreshed();

        first.signOut();

        assertThat(second.callStatus()).isEqualTo(401);
        second.tryRefresh().then().statusCode(401).body("reason", equalTo("signed_out"));
    }

    @Test
    void signOutKeepsTheFirstReason() {
        Tokens first = user.signIn();
        first.refreshed().refreshed();
        first.tryRefresh().then().body("reason", equalTo("reuse_detected"));

        first.signOut();

        first.tryRefresh().then().body("reason", equalTo("reuse_detected"));
    }

    @Test
    @DisplayName("while the event cannot be written nothing of the end is, and nobody is told that it was")
    void signOutWhenTheEventCannotBeWrittenThenTheSessionLives() throws SQLException {
        Tokens tokens = user.signIn();
        new AuditOutage(database).during(tokens.session().id(), () -> {
            given().contentType(ContentType.JSON)
                    .body(Map.of("refresh_token", tokens.refresh()))
                    .post("/auth/sign-out")
                    .then()
                    .statusCode(503)
                    .body("code", equalTo("unavailable"));

            assertThat(rows.endReason(tokens.session().id())).isEqualTo("null");
            assertThat(rows.revocationsOf(tokens.session().id())).isZero();
            assertThat(tokens.callStatus()).isEqualTo(200);
        });

        tokens.signOut();

        assertThat(rows.revocationsOf(tokens.session().id())).isEqualTo(1);
        assertThat(rows.auditReasons(tokens.session().id())).containsExactly("signed_out");
        assertThat(tokens.callStatus()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"refresh_token\":null}", "{\"refresh_token\":\"garbage\"}"})
    void signOutWithNothingGenuineThen204(String body) {
        given().contentType(ContentType.JSON)
                .body(body)
                .post("/auth/sign-out")
                .then()
                .statusCode(204);
    }

    @Test
    @DisplayName("knowing the id of a session is not enough")
    void signOutByForgedTokenThenSessionLives() {
        Tokens tokens = user.signIn();
        String forged = tokens.access().substring(0, tokens.access().lastIndexOf('.') + 1) + "A".repeat(86);

        byAccessToken(forged);

        assertThat(tokens.callStatus()).isEqualTo(200);
    }

    @Test
    void signOutWithoutBodyOrTokenThen204() {
        given().noContentType().post("/auth/sign-out").then().statusCode(204);
    }

    @Test
    @Requirement("C-09")
    @DisplayName("a body that is not JSON is refused")
    void signOutWithFormThen415() {
        given().contentType(ContentType.URLENC)
                .formParams(Map.of("refresh_token", "x"))
                .post("/auth/sign-out")
                .then()
                .statusCode(415);
    }

    private static void byAccessToken(String token) {
        given().noContentType()
                .auth()
                .oauth2(token)
                .post("/auth/sign-out")
                .then()
                .statusCode(204);
    }
}
