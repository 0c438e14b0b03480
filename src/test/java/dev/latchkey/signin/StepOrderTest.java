package dev.latchkey.signin;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.latchkey.Requirement;
import dev.latchkey.SessionRows;
import dev.latchkey.TestUser;
import dev.latchkey.TestUsers;
import dev.latchkey.Tokens;
import dev.latchkey.mail.TestMails;
import dev.latchkey.support.TestClock;
import dev.latchkey.user.Accounts;
import dev.latchkey.user.UserView;
import dev.latchkey.user.Users;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What takes several steps takes them all, in their order (ASVS 2.3.1). */
@QuarkusTest
@TestProfile(VerifiedSignUpTest.Verified.class)
@Requirement("T-09")
class StepOrderTest {

    private static final String NEXT = "four other words entirely";

    @Inject
    TestClock clock;

    @Inject
    SessionRows rows;

    @Inject
    Users users;

    @Inject
    Accounts accounts;

    private final TestUser user = TestUsers.user().create();
    private final String address = TestUsers.unique();
    private Tokens tokens;

    @BeforeEach
    void signIn() {
        tokens = user.signIn();
    }

    /** Wherever the token of a link can be redeemed. */
    private enum Redemption {
        VERIFICATION,
        VERIFICATION_PAGE,
        RESET,
        RESET_PAGE,
        NOT_ME;

        int status(String token) {
            Response reply = switch (this) {
                case VERIFICATION -> post("/auth/email/verify", Map.of("token", token));
                case VERIFICATION_PAGE -> submit("/auth/verify-email", token);
                case RESET -> post("/auth/password/reset", Map.of("token", token, "new_password", NEXT));
                case RESET_PAGE -> submit("/auth/reset-password", token);
                case NOT_ME -> submit("/auth/not-me", token);
            };
            return reply.statusCode();
        }
    }

    /** What a link is mailed or given for. */
    private enum Link {
        SIGN_UP,
        EMAIL_CHANGE,
        PASSWORD,
        REQUIRED_PASSWORD,
        NOT_ME;

        Set<Redemption> home() {
            return switch (this) {
                case SIGN_UP, EMAIL_CHANGE -> EnumSet.of(Redemption.VERIFICATION, Redemption.VERIFICATION_PAGE);
                case PASSWORD, REQUIRED_PASSWORD -> EnumSet.of(Redemption.RESET, Redemption.RESET_PAGE);
                case NOT_ME -> EnumSet.of(Redemption.NOT_ME);
            };
        }
    }

    private String ask(Link link) {
        switch (link) {
            case SIGN_UP -> {
                return signUp();
            }
            case PASSWORD -> {
                return forget(0);
            }
            case REQUIRED_PASSWORD -> {
                accounts.requirePasswordChange(user.id(), UUID.randomUUID(), clock.instant());
                return signIn(user.username(), TestUsers.PASSWORD).path("token");
            }
            case EMAIL_CHANGE, NOT_ME -> {
                changeEmail(tokens).then().statusCode(202);
                return mailTo(link == Link.NOT_ME ? user.username() : address, 0);
            }
        }
        throw new IllegalArgumentException(link.name());
    }

    @ParameterizedTest
    @EnumSource(Link.class)
    @DisplayName("a link of one purpose opens nothing else, in no disguise, and is as good as before where it belongs")
    void linksAreForOnePurpose(Link link) {
        String token = ask(link);
        String account = account();

        for (Redemption elsewhere : EnumSet.complementOf(EnumSet.copyOf(link.home()))) {
            assertThat(elsewhere.status(token)).as("%s", elsewhere).isEqualTo(400);
        }
        for (LinkPurpose purpose : LinkPurpose.values()) {
            String disguised =
                    purpose.prefix() + token.substring(purpose.prefix().length());
            for (Redemption anywhere : Redemption.values()) {
                if (!disguised.equals(token)) {
                    assertThat(anywhere.status(disguised))
                            .as("%s as %s", anywhere, purpose)
                            .isEqualTo(400);
                }
            }
        }

        assertThat(account()).isEqualTo(account);
        assertThat(rows.usersNamed(address)).isZero();
        Redemption home = link.home().iterator().next();
        assertThat(home.status(token)).isIn(200, 204);
        assertThat(link.home()).allMatch(again -> again.status(token) == 400);
    }

    @ParameterizedTest
    @EnumSource(Redemption.class)
    @DisplayName("nothing is redeemed that nobody asked for")
    void nothingIsRedeemedUnasked(Redemption redemption) {
        String account = account();

        for (LinkPurpose purpose : LinkPurpose.values()) {
            assertThat(redemption.status(purpose.prefix() + "A".repeat(43))).isEqualTo(400);
        }

        assertThat(account()).isEqualTo(account);
        assertThat(tokens.callStatus()).isEqualTo(200);
    }

    @Test
    @DisplayName("no account before its address is verified, whatever is tried first, and one account by one link")
    void signUpThenVerifyThenSignIn() {
        signIn(address, TestUsers.PASSWORD).then().statusCode(401);
        String token = signUp();
        signIn(address, TestUsers.PASSWORD).then().statusCode(403).body("code", equalTo("email-unverified"));
        assertThat(TestMails.sentTo(address)).hasSize(2);
        post("/auth/password/forgot", Map.of("email", address)).then().statusCode(202);
        assertThat(TestMails.sentTo(address))
                .as("nobody can reset what is not there")
                .hasSize(2);
        // the sign-in mailed a newer link
        assertThat(Redemption.VERIFICATION.status(token)).isEqualTo(400);

        String newer = mailTo(address, 1);
        assertThat(Redemption.VERIFICATION.status(newer)).isEqualTo(204);
        assertThat(Redemption.VERIFICATION.status(newer)).isEqualTo(400);
        assertThat(rows.usersNamed(address)).isEqualTo(1);
        signIn(address, TestUsers.PASSWORD).then().statusCode(200);
    }

    @Test
    @DisplayName("a new address is nobody's name before it is confirmed, and by the newest link alone")
    void changeOfAddressIsAskedForThenConfirmed() {
        changeEmail(tokens).then().statusCode(202);
        String older = mailTo(address, 0);
        signIn(address, TestUsers.PASSWORD).then().statusCode(401);
        changeEmail(tokens).then().statusCode(202);
        String newer = mailTo(address, 1);

        assertThat(Redemption.VERIFICATION.status(older)).isEqualTo(400);
        assertThat(users.find(user.id()).map(UserView::email)).hasValue(user.username());
        assertThat(Redemption.VERIFICATION.status(newer)).isEqualTo(204);
        assertThat(users.find(user.id()).map(UserView::email)).hasValue(address);
    }

    @Test
    @DisplayName("of several links for another password the newest works, even when an older one comes after it")
    void newestResetLinkWorks() {
        String older = forget(0);
        String newer = forget(1);

        assertThat(Redemption.RESET.status(older)).isEqualTo(400);
        assertThat(Redemption.RESET.status(newer)).isEqualTo(204);
        assertThat(Redemption.RESET.status(older)).isEqualTo(400);
        assertThat(tokens.callStatus()).isEqualTo(401);
    }

    @Test
    @Requirement("R-01")
    @DisplayName("nobody steps up who has not signed in: without a session, after its end, by what is no access token")
    void stepUpNeedsASession() {
        Tokens ended = user.signIn();
        ended.signOut();
        Tokens replaced = user.signIn();
        stepUp(replaced.access()).then().statusCode(200);

        for (String bearer : List.of(ended.access(), replaced.access(), tokens.refresh(), "x")) {
            stepUp(bearer).then().statusCode(401).body("code", equalTo("invalid-token"));
        }
        post("/auth/step-up", Map.of("password", TestUsers.PASSWORD))
                .then()
                .statusCode(401)
                .body("code", equalTo("authentication-required"));
    }

    @Test
    @DisplayName("what needs a fresh proof is not had by refreshing, nor by asking before and confirming without")
    void refreshIsNoStepUp() {
        clock.advance(Duration.ofMinutes(6));
        Tokens refreshed = tokens.refreshed();

        changeEmail(refreshed).then().statusCode(401).body("code", equalTo("step-up-required"));

        assertThat(TestMails.sentTo(address)).isEmpty();
        Tokens proved =
                stepUp(refreshed.access()).then().statusCode(200).extract().as(Tokens.class);
        changeEmail(proved).then().statusCode(202);
        assertThat(TestMails.sentTo(address)).hasSize(1);
    }

    @Test
    @DisplayName("nothing is refreshed before a sign-in or after its end")
    void refreshNeedsASignIn() {
        Tokens next = tokens.refreshed();
        next.signOut();

        next.tryRefresh().then().statusCode(401).body("code", equalTo("session-ended"));
        post("/auth/refresh", Map.of("refresh_token", next.access()))
                .then()
                .statusCode(401)
                .body("code", equalTo("invalid-refresh-token"));
    }

    private String signUp() {
        post("/auth/sign-up", Map.of("email", address, "password", TestUsers.PASSWORD))
                .then()
                .statusCode(202);
        return mailTo(address, 0);
    }

    private String forget(int before) {
        post("/auth/password/forgot", Map.of("email", user.username())).then().statusCode(202);
        return mailTo(user.username(), before);
    }

    private String mailTo(String recipient, int index) {
        return TestMails.sentTo(recipient).get(index).token();
    }

    private String account() {
        return users.find(user.id()) + " with " + rows.liveSessions(user.id()) + " sessions";
    }

    private Response changeEmail(Tokens by) {
        return given().auth()
                .oauth2(by.access())
                .contentType(ContentType.JSON)
                .body(Map.of("email", address))
                .put("/auth/me/email");
    }

    private static Response stepUp(String bearer) {
        return given().auth()
                .oauth2(bearer)
                .contentType(ContentType.JSON)
                .body(Map.of("password", TestUsers.PASSWORD))
                .post("/auth/step-up");
    }

    private Response signIn(String username, String password) {
        return post("/auth/sign-in", Map.of("username", username, "password", password));
    }

    private static Response post(String path, Map<String, String> body) {
        return given().contentType(ContentType.JSON).body(body).post(path);
    }

    private static Response submit(String path, String token) {
        return given().formParam("token", token).formParam("new_password", NEXT).post(path);
    }
}
