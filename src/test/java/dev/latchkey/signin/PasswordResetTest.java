package dev.latchkey.signin;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import dev.latchkey.Requirement;
import dev.latchkey.SessionRows;
import dev.latchkey.TestUser;
import dev.latchkey.TestUsers;
import dev.latchkey.Tokens;
import dev.latchkey.mail.TestMails;
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
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code POST /auth/password/forgot} and {@code POST /auth/password/reset}. Standards P-10 to P-13, P-17, T-09. */
@QuarkusTest
class PasswordResetTest {

    private static final String NEXT = "four other words entirely";

    @Inject
    TestClock clock;

    @Inject
    SessionRows rows;

    @Inject
    Users users;

    @Inject
    AddressAnswers answers;

    private final TestUser user = TestUsers.user().create();

    @Nested
    @DisplayName("asking")
    class Forgot {

        @Test
        @DisplayName("P-10: the same reply for whatever address, and the same work before it")
        @Requirement("P-10")
        void unknownAddressGetsTheSameReply() {
            Response known = forgot(user.username());
            long before = rows.statements();
            forgot(user.username());
            long statements = rows.statements() - before;
            for (String other : List.of(
                    TestUsers.unique(), TestUsers.user().withoutEmail().create().username())) {
                long start = rows.statements();
                Response unknown = forgot(other);

                assertThat(rows.statements() - start).isEqualTo(statements);
                assertThat(unknown.statusCode()).isEqualTo(known.statusCode()).isEqualTo(202);
                assertThat(unknown.asString()).isEqualTo(known.asString());
                assertThat(headers(unknown)).isEqualTo(headers(known));
                assertThat(TestMails.sentTo(other)).isEmpty();
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "no address", "\u0000", "adm\u200Bin@example.com", "@"})
        void whatIsNoAddressGetsTheSameReply(String email) {
            forgot(email).then().statusCode(202);
        }

        @Test
        void bodyWithoutAnAddressIsRefused() {
            given().contentType(ContentType.JSON)
                    .body("{}")
                    .post("/auth/password/forgot")
                    .then()
                    .statusCode(400)
                    .body("code", equalTo("invalid-request"));
        }

        @Test
        @DisplayName("P-13: asking ten times changes nothing, and mails three times an hour at most")
        @Requirement("P-13")
        void askingTouchesNothing() {
            Tokens tokens = user.signIn();
            for (int i = 0; i < 10; i++) {
                forgot(user.username()).then().statusCode(202);
                assertThat(mails()).hasSizeLessThanOrEqualTo(3);
            }

            assertThat(mails()).hasSize(3);
            assertThat(tokens.callStatus()).isEqualTo(200);
            assertThat(tokens.refreshed().callStatus()).isEqualTo(200);
            user.signIn();
            clock.advance(Duration.ofHours(1).plusNanos(1_000));
            forgot(user.username());
            assertThat(mails()).hasSize(4);
        }

        @Test
        @DisplayName("P-12: the link's origin is configured, whatever the request says")
        @Requirement("P-12")
        void forgedHostChangesNothing() {
            given().contentType(ContentType.JSON)
                    .headers(Map.of(
                            "Host", "evil.example",
                            "X-Forwarded-Host", "evil.example",
                            "X-Forwarded-Proto", "https",
                            "Forwarded", "host=evil.example;proto=https"))
                    .body(Map.of("email", user.username()))
                    .post("/auth/password/forgot")
                    .then()
                    .statusCode(202);

            assertThat(mails()).singleElement().satisfies(mail -> {
                assertThat(mail.link()).startsWith("http://localhost:8080/auth/reset-password?token=lkp_");
                assertThat(mail.text() + mail.html()).doesNotContain("evil");
            });
        }

        @Test
        @DisplayName("G-07: what could not be answered for an hour is forgotten")
        @Requirement("G-07")
        void oldRequestsAreForgotten() {
            forgot(user.username()).then().statusCode(202);
            clock.advance(Duration.ofHours(1));

            assertThat(mails()).isEmpty();
            answers.forgetOld(clock.instant());
            assertThat(rows.addressRequests()).isZero();
        }

        @Test
        void disabledUserGetsNoMail() {
            users.change(user.id(), UserChange.disabled(true), user.id(), clock.instant());
            forgot(user.username()).then().statusCode(202);

            assertThat(mails()).isEmpty();
        }

        @Test
        @DisplayName("an address that an administrator gave, and nobody verified, belongs to its only holder")
        void onlyHolderOfAnUnverifiedAddressGetsTheMail() {
            String address = TestUsers.unique();
            TestUser holder = TestUsers.user().withEmail(address).create();
            forgot(address);
            reset(TestMails.sentTo(address).get(0).token(), NEXT).then().statusCode(204);

            signIn(holder.username(), NEXT).then().statusCode(200);
            signIn(address, NEXT).then().statusCode(200);
            String shared = TestUsers.unique();
            TestUsers.user().withEmail(shared).create();
            TestUsers.user().withEmail(shared).create();
            forgot(shared).then().statusCode(202);
            assertThat(TestMails.sentTo(shared)).isEmpty();
        }
    }

    @Nested
    @DisplayName("setting")
    class Reset {

        @Test
        @DisplayName("P-13, P-17: every session ends, nobody is signed in, and the owner is told")
        @Requirement({"P-13", "P-17"})
        void resetEndsEverySession() {
            Tokens one = user.signIn();
            String token = ask();

            Response reply = reset(token, NEXT);

            reply.then().statusCode(204);
            assertThat(reply.asString()).isEmpty();
            assertThat(reply.cookies()).containsOnlyKeys("latchkey_device");
            assertThat(one.callStatus()).isEqualTo(401);
            one.tryRefresh().then().statusCode(401).body("reason", equalTo("password_reset"));
            signIn(user.username(), TestUsers.PASSWORD).then().statusCode(401);
            signIn(user.username(), NEXT).then().statusCode(200);
            TestMails.Received told = mails().get(1);
            assertThat(told.subject()).isEqualTo("Your password was changed");
            assertThat(told.link()).contains("/auth/not-me?token=lkn_");
            assertThat(told.text()).doesNotContain(NEXT, token);
            assertThat(rows.auditOf(user.id()))
                    .contains("authn_password_reset_asked", "authn_password_reset,success,warning");
        }

        @Test
        @DisplayName("a mailed link also verifies the address")
        void resetVerifiesTheAddress() {
            reset(ask(), NEXT).then().statusCode(204);

            assertThat(users.find(user.id()).orElseThrow().emailVerified()).isTrue();
        }

        @Test
        @DisplayName("P-11: used, void, expired, for something else, or invented: one and the same answer")
        @Requirement("P-11")
        void linksThatCannotBeUsedLookAlike() {
            String older = ask();
            String newer = ask();
            String voided = withoutTrace(reset(older, NEXT)
                    .then()
                    .statusCode(400)
                    .body("code", equalTo("invalid-link"))
                    .extract()
                    .response());
            reset(newer, NEXT).then().statusCode(204);
            clock.advance(Duration.ofHours(1));
            String expired = ask();
            clock.advance(Duration.ofMinutes(30));
            String notMe = mails().stream()
                    .map(TestMails.Received::text)
                    .filter(text -> text.contains("lkn_"))
                    .findFirst()
                    .orElseThrow()
                    .replaceAll("(?s).*token=(\\S+).*", "$1");

            for (String other :
                    List.of(newer, expired, notMe, "", "lkp_", newer + "A", "lkp_" + notMe.substring(4), "\u0000")) {
                assertThat(withoutTrace(reset(other, NEXT)
                                .then()
                                .statusCode(400)
                                .extract()
                                .response()))
                        .isEqualTo(voided);
            }
        }

        @Test
        @DisplayName("P-11: good until the last moment")
        void linkJustBeforeItsEnd() {
            String token = ask();
            clock.advance(Duration.ofMinutes(30).minusNanos(1_000));

            reset(token, NEXT).then().statusCode(204);
        }

        @Test
        @DisplayName(
                "P-04: a weak password is refused with reasons, by the names of the account too, and the link stays good")
        @Requirement("P-04")
        void weakPasswordLeavesTheLink() {
            String token = ask();

            reset(token, "short").then().statusCode(400).body("reasons", contains("too_short"));
            reset(token, user.username()).then().statusCode(400).body("reasons", contains("context"));
            reset(token, "passwordpassword").then().statusCode(400).body("code", equalTo("weak-password"));

            reset(token, NEXT).then().statusCode(204);
        }

        @Test
        @DisplayName("P-11: of many at once, one succeeds")
        void parallelResetsSucceedOnce() throws Exception {
            String token = ask();
            ExecutorService pool = Executors.newFixedThreadPool(8);
            List<Integer> statuses = new ArrayList<>();
            try {
                List<Callable<Integer>> calls = new ArrayList<>();
                for (int i = 0; i < 8; i++) {
                    String password = NEXT + i;
                    calls.add(() -> reset(token, password).statusCode());
                }
                for (Future<Integer> status : pool.invokeAll(calls)) {
                    statuses.add(status.get());
                }
            } finally {
                pool.shutdownNow();
            }

            assertThat(statuses).containsOnlyOnce(204).containsOnly(204, 400);
        }

        @Test
        void linkOfADisabledUserIsDead() {
            String token = ask();
            users.change(user.id(), UserChange.disabled(true), user.id(), clock.instant());

            reset(token, NEXT).then().statusCode(400).body("code", equalTo("invalid-link"));
            users.change(user.id(), UserChange.disabled(false), user.id(), clock.instant());
            signIn(user.username(), TestUsers.PASSWORD).then().statusCode(200);
        }
    }

    private String ask() {
        int before = mails().size();
        forgot(user.username()).then().statusCode(202);
        List<TestMails.Received> mails = mails();
        assertThat(mails).hasSize(before + 1);
        return mails.get(before).token();
    }

    private List<TestMails.Received> mails() {
        return TestMails.sentTo(user.username());
    }

    private static List<String> headers(Response response) {
        return response.headers().asList().stream()
                .map(Object::toString)
                .sorted()
                .toList();
    }

    private static String withoutTrace(Response response) {
        return response.asString().replaceAll("[0-9a-f]{32}", "trace");
    }

    private static Response forgot(String email) {
        return given().contentType(ContentType.JSON)
                .body(Map.of("email", email))
                .post("/auth/password/forgot");
    }

    private static Response reset(String token, String password) {
        return given().contentType(ContentType.JSON)
                .body(Map.of("token", token, "new_password", password))
                .post("/auth/password/reset");
    }

    private static Response signIn(String username, String password) {
        return given().contentType(ContentType.JSON)
                .body(Map.of("username", username, "password", password))
                .post("/auth/sign-in");
    }
}
