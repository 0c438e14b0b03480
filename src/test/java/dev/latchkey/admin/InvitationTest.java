package dev.latchkey.admin;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.latchkey.Requirement;
import dev.latchkey.SessionRows;
import dev.latchkey.TestUser;
import dev.latchkey.TestUsers;
import dev.latchkey.Tokens;
import dev.latchkey.mail.TestMails;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What administrators can do about passwords: never choose or see one. Standards P-16. */
@QuarkusTest
@Requirement("P-16")
class InvitationTest {

    private static final String NEXT = "four other words entirely";

    @Inject
    SessionRows rows;

    private final String address = TestUsers.unique();
    private String admin = "";

    @BeforeEach
    void signInAdministrator() {
        admin = TestUsers.user().withRole("admin").create().signIn().access();
    }

    @Test
    @DisplayName("who is invited chooses the password by the mailed link, which proves the address as well")
    void invitedUserChoosesThePassword() {
        String id = invite(Map.of("username", address, "email", address, "invite", true))
                .statusCode(201)
                .body("email_verified", equalTo(false))
                .extract()
                .path("id");
        assertThat(signIn(address, NEXT).statusCode()).isEqualTo(401);

        TestMails.Received mail = TestMails.sentTo(address).get(0);
        assertThat(mail.text()).contains(address);
        reset(mail.token()).then().statusCode(204);

        assertThat(signIn(address, NEXT).statusCode()).isEqualTo(200);
        asAdmin().get("/admin/users/" + id).then().body("email_verified", equalTo(true));
    }

    @Test
    @DisplayName("without an address, or with a password, nobody is invited, and nobody made")
    void inviteWhatCannotBeThenNobodyIsMade() {
        invite(Map.of("username", address, "invite", true)).statusCode(409).body("code", equalTo("cannot-mail"));
        invite(Map.of("username", address, "email", address, "invite", true, "password", NEXT))
                .statusCode(400)
                .body("code", equalTo("invalid-request"));

        invite(Map.of("username", address, "email", address, "invite", true)).statusCode(201);
        invite(Map.of("username", address, "email", address, "invite", true)).statusCode(409);
        assertThat(TestMails.sentTo(address)).hasSize(1);
    }

    @Test
    @DisplayName("an administrator starts a reset, and the password is good until its owner ends it")
    void mailedResetIsTheOwnersToFinish() {
        TestUser user = TestUsers.user().create();
        asAdmin()
                .post("/admin/users/" + user.id() + "/reset-password")
                .then()
                .statusCode(202)
                .body(equalTo(""));
        assertThat(signIn(user.username(), TestUsers.PASSWORD).statusCode()).isEqualTo(200);
        assertThat(rows.auditOf(user.id())).contains("authn_password_reset_asked,success,info");

        String token = TestMails.sentTo(user.username()).stream()
                .filter(mail -> mail.subject().equals("Set another password"))
                .findFirst()
                .orElseThrow()
                .token();
        reset(token).then().statusCode(204);
        assertThat(signIn(user.username(), TestUsers.PASSWORD).statusCode()).isEqualTo(401);
    }

    @Test
    @DisplayName(
            "P-05: a password that is known to others ends every session and signs in to nothing but setting another one")
    @Requirement("P-05")
    void requiredChangeEndsSessions() {
        TestUser user = TestUsers.user().create();
        Tokens tokens = user.signIn();

        asAdmin()
                .post("/admin/users/" + user.id() + "/require-password-change")
                .then()
                .statusCode(204);

        assertThat(tokens.callStatus()).isEqualTo(401);
        signIn(user.username(), TestUsers.PASSWORD)
                .then()
                .statusCode(403)
                .body("code", equalTo("password-change-required"));
    }

    @Test
    void ofNobodyThen404() {
        asAdmin()
                .post("/admin/users/" + UUID.randomUUID() + "/reset-password")
                .then()
                .statusCode(404);
        asAdmin()
                .post("/admin/users/" + UUID.randomUUID() + "/require-password-change")
                .then()
                .statusCode(404);
    }

    @Test
    void byWhoIsNoAdministratorThen403() {
        TestUser user = TestUsers.user().create();
        String access = user.signIn().access();
        for (String call : new String[] {"reset-password", "require-password-change"}) {
            given().auth()
                    .oauth2(access)
                    .post("/admin/users/" + user.id() + "/" + call)
                    .then()
                    .statusCode(403);
        }
    }

    private RequestSpecification asAdmin() {
        return given().auth().oauth2(admin);
    }

    private ValidatableResponse invite(Map<String, Object> body) {
        return asAdmin()
                .contentType(ContentType.JSON)
                .body(body)
                .post("/admin/users")
                .then();
    }

    private static Response signIn(String username, String password) {
        return given().contentType(ContentType.JSON)
                .body(Map.of("username", username, "password", password))
                .post("/auth/sign-in");
    }

    private static Response reset(String token) {
        return given().contentType(ContentType.JSON)
                .body(Map.of("token", token, "new_password", NEXT))
                .post("/auth/password/reset");
    }
}
