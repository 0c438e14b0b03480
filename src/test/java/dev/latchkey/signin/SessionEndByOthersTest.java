package dev.latchkey.signin;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.latchkey.Browser;
import dev.latchkey.Requirement;
import dev.latchkey.TestClient;
import dev.latchkey.TestUsers;
import dev.latchkey.Tokens;
import dev.latchkey.revocation.SessionRevocationLost;
import dev.latchkey.session.EndReason;
import dev.latchkey.user.Accounts;
import dev.latchkey.user.UserChange;
import dev.latchkey.user.Users;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The same table: what administrators, clients, thieves and failovers end. */
@QuarkusTest
class SessionEndByOthersTest extends SessionEnds {

    @Inject
    Users users;

    @Inject
    Accounts accounts;

    @Inject
    Event<SessionRevocationLost> lost;

    @Test
    @Requirement({"R-02", "R-03"})
    void theftOfARefreshToken() {
        Tokens stolen = user.signIn();
        Tokens current = stolen.refreshed().refreshed();

        stolen.tryRefresh().then().statusCode(401).body("reason", equalTo("reuse_detected"));

        assertThat(rows.auditTypes(current.session().id())).contains("authn_token_reuse");
        assertEnded(EndReason.REUSE_DETECTED, current);
    }

    @Test
    void lostReply() {
        Tokens old = user.signIn();
        Tokens current = old.refreshed();
        clock.advance(Duration.ofMinutes(1));

        old.tryRefresh().then().statusCode(401).body("reason", equalTo("reuse_detected"));

        assertThat(rows.auditTypes(current.session().id())).contains("session_reply_lost");
        assertEnded(EndReason.REUSE_DETECTED, current);
    }

    @Test
    @Requirement({"S-10", "R-07"})
    void disabling() {
        Tokens tokens = user.signIn();

        users.change(user.id(), UserChange.disabled(true), ADMINISTRATOR, clock.instant());

        assertSays(tokens, EndReason.DISABLED);
        users.change(user.id(), UserChange.disabled(false), ADMINISTRATOR, clock.instant());
        assertEnded(EndReason.DISABLED, tokens);
    }

    /** As with a row that a backup brings back, or a change by hand: nothing has ended the sessions. */
    @Test
    @Requirement({"S-10", "R-07"})
    void flagOfTheAccountAlone() {
        Tokens tokens = user.signIn();
        Tokens behind = user.signIn();
        Tokens ahead = behind.refreshed();
        Browser browser = Browser.signedIn(user, "session");

        rows.setDisabled(user.id(), true);

        assertSays(tokens, EndReason.DISABLED);
        assertSays(behind, EndReason.DISABLED);
        assertThat(browser.callStatus()).isEqualTo(401);
        rows.setDisabled(user.id(), false);
        assertEnded(EndReason.DISABLED, tokens, ahead);
    }

    @Test
    @Requirement("S-14")
    void removalOfARole() {
        Tokens tokens = user.signIn();

        given().auth()
                .oauth2(TestUsers.user().withRole("admin").create().signIn().access())
                .contentType(ContentType.JSON)
                .body("{\"roles\":[]}")
                .patch("/admin/users/" + user.id())
                .then()
                .statusCode(200);

        assertEnded(EndReason.ROLE_REMOVED, tokens);
    }

    @Test
    @Requirement("S-08")
    void administrator() {
        Tokens tokens = user.signIn();
        Tokens admin = TestUsers.user().withRole("admin").create().signIn();

        given().auth()
                .oauth2(admin.access())
                .delete("/admin/users/" + user.id() + "/sessions")
                .then()
                .statusCode(204);

        assertEnded(EndReason.ADMINISTRATOR, tokens);
    }

    @Test
    @Requirement({"S-10", "R-07"})
    void deletionOfTheUser() {
        Tokens tokens = user.signIn();

        users.delete(user.id(), ADMINISTRATOR, clock.instant());

        assertThat(tokens.callStatus()).isEqualTo(401);
        assertSays(tokens, EndReason.ERASED);
        assertThat(rise(EndReason.ERASED)).isEqualTo(1);
    }

    @Test
    @Requirement("P-05")
    void passwordThatSomebodyElseMayKnow() {
        Tokens tokens = user.signIn();
        Tokens other = TestUsers.user().create().signIn();

        accounts.requirePasswordChange(user.id(), ADMINISTRATOR, clock.instant());

        assertThat(rise(EndReason.ADMINISTRATOR)).isEqualTo(1);
        assertSays(tokens, EndReason.ADMINISTRATOR);
        assertThat(other.callStatus()).isEqualTo(200);
    }

    @Test
    @Requirement({"V-03", "S-07"})
    void revocationByAClient() {
        Tokens tokens = user.signIn();

        TestClient.create().revoke(tokens.refresh()).then().statusCode(200);

        assertEnded(EndReason.SIGNED_OUT, tokens);
    }

    /** Some node still knows the revocation, and tells. */
    @Test
    @Requirement("S-15")
    void endThatAFailoverLost() {
        Tokens tokens = user.signIn();
        Instant now = clock.instant();

        QuarkusTransaction.requiringNew()
                .run(() -> lost.fire(new SessionRevocationLost(
                        tokens.session().id(),
                        EndReason.PASSWORD_RESET.code(),
                        now.minusSeconds(1),
                        now.plus(Duration.ofMinutes(17)))));

        assertEnded(EndReason.PASSWORD_RESET, tokens);
    }
}
