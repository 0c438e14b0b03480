package dev.latchkey.signin;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.latchkey.Requirement;
import dev.latchkey.SessionRows;
import dev.latchkey.TestUser;
import dev.latchkey.TestUsers;
import dev.latchkey.Tokens;
import dev.latchkey.mail.TestMails;
import dev.latchkey.session.EndReason;
import dev.latchkey.session.Sessions;
import dev.latchkey.support.TestClock;
import dev.latchkey.throttle.MailboxLimits;
import dev.latchkey.user.UserView;
import dev.latchkey.user.Users;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** {@code PUT /auth/me/email}. Standards P-10, P-11, P-14, P-17, M-12. */
@QuarkusTest
class EmailChangeTest {

    @Inject
    TestClock clock;

    @Inject
    SessionRows rows;

    @Inject
    Users users;

    @Inject
    Sessions sessions;

    @Inject
    EmailChanges changes;

    private final TestUser user = TestUsers.user().create();
    private final String next = TestUsers.unique();
    private Tokens tokens;

    @BeforeEach
    void signIn() {
        tokens = user.signIn();
    }

    @Test
    @DisplayName("P-14: a link to the new address, a notice to the old one, and the change when the link is used")
    @Requirement({"P-14", "P-17"})
    void addressChangesWhenItIsVerified() {
        change(tokens, next).then().statusCode(202);

        assertThat(user().email()).isEqualTo(user.username());
        TestMails.Received notice = TestMails.sentTo(user.username()).get(0);
        assertThat(notice.subject()).isEqualTo("Your address is about to change");
        assertThat(notice.link()).contains("/auth/not-me?token=lkn_");
        assertThat(notice.text()).doesNotContain(next);
        TestMails.Received mail = TestMails.sentTo(next).get(0);
        assertThat(mail.link()).startsWith("http://localhost:8080/auth/verify-email?token=lke_");
        verify(mail.token()).then().statusCode(204);

        assertThat(user())
                .returns(next, UserView::email)
                .returns(next, UserView::username)
                .returns(true, UserView::emailVerified);
        signIn(next).then().statusCode(200);
        signIn(user.username()).then().statusCode(401);
        assertThat(tokens.refreshed().callStatus()).isEqualTo(200);
        assertThat(rows.auditOf(user.id())).contains("user_email_change_asked", "user_email_changed");
        TestUsers.user().withUsername(user.username()).create();
    }

    @Test
    @DisplayName("a username that is no address stays")
    void otherUsernameStays() {
        String name = "name-" + TestUsers.unique().substring(5, 40);
        TestUser named = TestUsers.user()
                .withUsername(name)
                .withEmail(TestUsers.unique())
                .create();
        change(named.signIn(), next).then().statusCode(202);

        verify(TestMails.sentTo(next).get(0).token()).then().statusCode(204);

        assertThat(users.find(named.id()).orElseThrow())
                .returns(next, UserView::email)
                .returns(name, UserView::username);
        signIn(name).then().statusCode(200);
        signIn(next).then().statusCode(200);
    }

    @Test
    @DisplayName("P-14: a session that ended while the request was on its way asks for nothing any more")
    @Requirement("P-14")
    void endedSessionAsksForNothing() {
        UUID other = TestUsers.user().create().signIn().session().id();
        sessions.end(tokens.session().id(), EndReason.SIGNED_OUT, clock.instant());

        for (UUID session : List.of(tokens.session().id(), other, UUID.randomUUID())) {
            assertThatThrownBy(() -> changes.ask(user.id(), session, next, null))
                    .isInstanceOf(AuthenticationFailedException.class);
        }
        assertThat(TestMails.sentTo(next)).isEmpty();
    }

    @Test
    @DisplayName("one's own address can be verified, which nobody need be warned of")
    void ownAddressIsVerified() {
        change(tokens, user.username()).then().statusCode(202);

        assertThat(TestMails.sentTo(user.username())).hasSize(1);
        verify(TestMails.sentTo(user.username()).get(0).token()).then().statusCode(204);
        assertThat(user().emailVerified()).isTrue();
    }

    @Test
    @DisplayName("M-12: only with a fresh proof (RFC 9470)")
    @Requirement({"M-12", "S-13"})
    void proofMustBeFresh() {
        clock.advance(Duration.ofMinutes(5));

        change(tokens, next)
                .then()
                .statusCode(401)
                .body("code", equalTo("step-up-required"))
                .header("WWW-Authenticate", containsString("max_age=300"));

        assertThat(TestMails.sentTo(next)).isEmpty();
    }

    @Test
    @DisplayName("P-10: the same reply for an address that is somebody else's, who keeps it")
    @Requirement("P-10")
    void takenAddressGetsTheSameReply() {
        TestUser other = TestUsers.user().create();
        Response free = change(tokens, next);
        Response taken = change(tokens, other.username());

        assertThat(taken.statusCode()).isEqualTo(free.statusCode());
        assertThat(taken.asString()).isEqualTo(free.asString());
        assertThat(headers(taken)).isEqualTo(headers(free));
        verify(TestMails.sentTo(other.username()).get(0).token())
                .then()
                .statusCode(400)
                .body("code", equalTo("invalid-link"));
        assertThat(user().email()).isEqualTo(user.username());
        signIn(other.username()).then().statusCode(200);
    }

    @Test
    @DisplayName("P-11: a newer link voids the older, one is good for a day and once")
    @Requirement("P-11")
    void linksAreGoodOnceAndForADay() {
        change(tokens, next);
        String older = TestMails.sentTo(next).get(0).token();
        change(tokens, next);
        String newer = TestMails.sentTo(next).get(1).token();
        verify(older).then().statusCode(400);
        verify(newer).then().statusCode(204);
        verify(newer).then().statusCode(400);

        String third = TestUsers.unique();
        change(tokens, third);
        String late = TestMails.sentTo(third).get(0).token();
        clock.advance(Duration.ofHours(24));
        verify(late).then().statusCode(400);
    }

    @Test
    @DisplayName("the notice's link stops the change and ends every session")
    void noticeStopsTheChange() {
        change(tokens, next);
        given().formParam("token", TestMails.sentTo(user.username()).get(0).token())
                .post("/auth/not-me")
                .then()
                .statusCode(200);

        verify(TestMails.sentTo(next).get(0).token()).then().statusCode(400);
        assertThat(user().email()).isEqualTo(user.username());
        assertThat(tokens.callStatus()).isEqualTo(401);
    }

    @Test
    @DisplayName("a link for another password that was mailed to the old address is void afterwards")
    void oldAddressResetsNothing() {
        given().contentType(ContentType.JSON)
                .body(Map.of("email", user.username()))
                .post("/auth/password/forgot");
        String reset = TestMails.sentTo(user.username()).get(0).token();
        change(tokens, next);
        verify(TestMails.sentTo(next).get(0).token()).then().statusCode(204);

        given().contentType(ContentType.JSON)
                .body(Map.of("token", reset, "new_password", "four other words entirely"))
                .post("/auth/password/reset")
                .then()
                .statusCode(400);
    }

    @Test
    @DisplayName("of two users who claim one address at once, one has it")
    void raceOfTwoUsers() throws Exception {
        TestUser rival = TestUsers.user().create();
        change(tokens, next);
        change(rival.signIn(), next);
        List<String> links =
                TestMails.sentTo(next).stream().map(TestMails.Received::token).toList();
        ExecutorService pool = Executors.newFixedThreadPool(2);
        List<Integer> statuses = new ArrayList<>();
        try {
            List<Callable<Integer>> calls = new ArrayList<>();
            links.forEach(token -> calls.add(() -> verify(token).statusCode()));
            for (Future<Integer> status : pool.invokeAll(calls)) {
                statuses.add(status.get());
            }
        } finally {
            pool.shutdownNow();
        }

        assertThat(statuses).containsExactlyInAnyOrder(204, 400);
        assertThat(List.of(user().email(), users.find(rival.id()).orElseThrow().email()))
                .containsOnlyOnce(next);
    }

    @Test
    @DisplayName("a mailbox is not flooded by who has an account")
    void mailsAreFewADay() {
        for (int i = 0; i < EmailChanges.MOST_A_DAY + 2; i++) {
            change(tokens, next).then().statusCode(202);
        }

        assertThat(TestMails.sentTo(next)).hasSize(EmailChanges.MOST_A_DAY);
    }

    @Test
    @Requirement("T-05")
    @DisplayName("nor by who has many accounts, and another day brings mails again")
    void mailsOfAllAccountsAreFewADay() {
        for (int i = 0; i < MailboxLimits.MOST_AT_ONCE + 2; i++) {
            change(TestUsers.user().create().signIn(), next).then().statusCode(202);
        }

        assertThat(TestMails.sentTo(next)).hasSize(MailboxLimits.MOST_AT_ONCE);

        clock.advance(Duration.ofDays(1));
        change(user.signIn(), next).then().statusCode(202);

        assertThat(TestMails.sentTo(next)).hasSize(MailboxLimits.MOST_AT_ONCE + 1);
    }

    @Test
    @DisplayName("whoever has asked often enough, or is signed out, takes no mail from others")
    void refusedAskersTakeNothing() {
        for (int i = 0; i < 3 * EmailChanges.MOST_A_DAY; i++) {
            change(tokens, next).then().statusCode(202);
        }
        for (int i = 0; i < MailboxLimits.MOST_AT_ONCE; i++) {
            assertThatThrownBy(() -> changes.ask(user.id(), UUID.randomUUID(), next, null))
                    .isInstanceOf(AuthenticationFailedException.class);
        }

        change(TestUsers.user().create().signIn(), next).then().statusCode(202);

        assertThat(TestMails.sentTo(next)).hasSize(EmailChanges.MOST_A_DAY + 1);
    }

    @Test
    void whatIsNoAddressIsRefused() {
        change(tokens, "no address").then().statusCode(400).body("code", equalTo("invalid-request"));
        given().contentType(ContentType.JSON)
                .body(Map.of("email", next))
                .put("/auth/me/email")
                .then()
                .statusCode(401);
    }

    private UserView user() {
        return users.find(user.id()).orElseThrow();
    }

    private static List<String> headers(Response response) {
        return response.headers().asList().stream()
                .map(Object::toString)
                .sorted()
                .toList();
    }

    private static Response signIn(String username) {
        return given().contentType(ContentType.JSON)
                .body(Map.of("username", username, "password", TestUsers.PASSWORD))
                .post("/auth/sign-in");
    }

    private static Response change(Tokens tokens, String email) {
        return given().auth()
                .oauth2(tokens.access())
                .contentType(ContentType.JSON)
                .body(Map.of("email", email))
                .put("/auth/me/email");
    }

    private static Response verify(String token) {
        return given().contentType(ContentType.JSON)
                .body(Map.of("token", token))
                .post("/auth/email/verify");
    }
}
