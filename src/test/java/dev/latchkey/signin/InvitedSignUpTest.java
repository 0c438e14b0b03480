package dev.latchkey.signin;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.latchkey.Requirement;
import dev.latchkey.SessionRows;
import dev.latchkey.TestUser;
import dev.latchkey.TestUsers;
import dev.latchkey.mail.TestMails;
import dev.latchkey.support.TestClock;
import dev.latchkey.user.NewUser;
import dev.latchkey.user.UserChange;
import dev.latchkey.user.UserView;
import dev.latchkey.user.Users;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Signing up with {@code latchkey.sign-up.mode=invite}. Standards P-10, P-11, P-16. */
@QuarkusTest
@TestProfile(InvitedSignUpTest.Invite.class)
class InvitedSignUpTest {

    /** Verification, as in production, is not asked for besides. */
    public static class Invite implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("latchkey.sign-up.mode", "invite", "latchkey.sign-up.verify-email", "true");
        }
    }

    private static final String NEXT = "four other words entirely";

    @Inject
    TestClock clock;

    @Inject
    SessionRows rows;

    @Inject
    Users users;

    @Inject
    Invitations invitations;

    private final TestUser administrator = TestUsers.user().withRole("admin").create();
    private final String address = TestUsers.unique();

    @Test
    @DisplayName("who was invited gets another link, the older is void, and the password that was typed is nobody's")
    @Requirement({"P-11", "P-16"})
    void invitedAddressGetsAFreshLink() {
        UserView user = invite();
        String first = mails().get(0).token();
        clock.advance(Duration.ofDays(2));

        signUp(address).then().statusCode(202);

        TestMails.Received mail = mails().get(1);
        assertThat(mail.subject()).isEqualTo(mails().get(0).subject());
        assertThat(mail.link()).startsWith("http://localhost:8080/auth/reset-password?token=lkp_");
        assertThat(signIn(TestUsers.PASSWORD)).isEqualTo(401);
        assertThat(reset(first)).isEqualTo(400);
        assertThat(reset(mail.token())).isEqualTo(204);
        assertThat(signIn(NEXT)).isEqualTo(200);
        assertThat(rows.auditOf(user.id()).split("user_invited", -1)).hasSize(2 + 1);
    }

    @Test
    @DisplayName(
            "P-10: the same reply after the same work for invited, known and unknown; no account and no mail for others")
    @Requirement("P-10")
    void nobodyElseGetsAnything() {
        invite();
        TestUser known = TestUsers.user().create();
        TestUser madeWithoutPassword = madeWithoutPassword();
        String unknown = TestUsers.unique();
        Response invited = signUp(address);
        long before = rows.statements();
        signUp(address);
        long statements = rows.statements() - before;

        for (String other : List.of(known.username(), madeWithoutPassword.username(), unknown)) {
            long start = rows.statements();
            Response reply = signUp(other);

            assertThat(rows.statements() - start).isEqualTo(statements);
            assertThat(reply.statusCode()).isEqualTo(invited.statusCode()).isEqualTo(202);
            assertThat(reply.asString()).isEqualTo(invited.asString());
            assertThat(headers(reply)).isEqualTo(headers(invited));
            assertThat(TestMails.sentTo(other)).isEmpty();
        }
        assertThat(rows.usersNamed(unknown)).isZero();
    }

    @Test
    @DisplayName("P-11: once the link was used, it is an account like any other")
    @Requirement("P-11")
    void usedInvitationIsOver() {
        invite();
        assertThat(reset(mails().get(0).token())).isEqualTo(204);
        int before = mails().size();

        signUp(address).then().statusCode(202);

        assertThat(mails()).hasSize(before);
    }

    @Test
    @DisplayName("a disabled user stays out, and a mailbox is not flooded")
    @Requirement("T-05")
    void invitationsAreFew() {
        UserView user = invite();
        for (int i = 0; i < 5; i++) {
            signUp(address).then().statusCode(202);
        }
        assertThat(mails()).hasSize(3);
        clock.advance(Duration.ofDays(1).plusNanos(1_000));
        users.change(user.id(), UserChange.disabled(true), administrator.id(), clock.instant());
        signUp(address).then().statusCode(202);
        assertThat(mails()).hasSize(3);

        users.change(user.id(), UserChange.disabled(false), administrator.id(), clock.instant());
        signUp(address).then().statusCode(202);
        assertThat(mails()).hasSize(4);
    }

    @Test
    @DisplayName("what is refused is refused as where sign-up is open")
    void faultsAreTold() {
        given().contentType(ContentType.JSON)
                .body(Map.of("email", address, "password", "short"))
                .post("/auth/sign-up")
                .then()
                .statusCode(400)
                .body("code", equalTo("weak-password"));
        signUp("no address").then().statusCode(400).body("code", equalTo("invalid-request"));
    }

    private UserView invite() {
        UserView user = invitations
                .invite(new NewUser(address, address, null, List.of(), null), administrator.id(), clock.instant())
                .orElseThrow();
        assertThat(mails()).hasSize(1);
        return user;
    }

    /** An administrator made them, and invited nobody. */
    private TestUser madeWithoutPassword() {
        String name = TestUsers.unique();
        UserView user = users.create(
                        new NewUser(name, name, null, List.of(), null), administrator.id(), clock.instant())
                .orElseThrow();
        return new TestUser(user.id(), name);
    }

    private List<TestMails.Received> mails() {
        return TestMails.sentTo(address);
    }

    private int signIn(String password) {
        return given().contentType(ContentType.JSON)
                .body(Map.of("username", address, "password", password))
                .post("/auth/sign-in")
                .statusCode();
    }

    private static Response signUp(String email) {
        return given().contentType(ContentType.JSON)
                .body(Map.of("email", email, "password", TestUsers.PASSWORD))
                .post("/auth/sign-up");
    }

    private static int reset(String token) {
        return given().contentType(ContentType.JSON)
                .body(Map.of("token", token, "new_password", NEXT))
                .post("/auth/password/reset")
                .statusCode();
    }

    private static List<String> headers(Response response) {
        return response.headers().asList().stream()
                .map(Object::toString)
                .sorted()
                .toList();
    }
}
