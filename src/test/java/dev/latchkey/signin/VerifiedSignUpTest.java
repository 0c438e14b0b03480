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
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Signing up with {@code latchkey.sign-up.verify-email}. Standards P-08, P-10, P-11, P-12. */
@QuarkusTest
@TestProfile(VerifiedSignUpTest.Verified.class)
class VerifiedSignUpTest {

    /** As in production. */
    public static class Verified implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("latchkey.sign-up.verify-email", "true");
        }
    }

    private static final String OTHER = "another password entirely";

    @Inject
    TestClock clock;

    @Inject
    SessionRows rows;

    @Inject
    PendingSignUps pendingSignUps;

    private final String email = TestUsers.unique();

    @Test
    @DisplayName("there is no account before the link is used, and the address is verified then")
    void signUpThenVerifyThenSignIn() {
        signUp(email, TestUsers.PASSWORD).then().statusCode(202);
        assertThat(rows.usersNamed(email)).isZero();
        TestMails.Received mail = mail(0);

        assertThat(mail.subject()).isEqualTo("Confirm your address");
        assertThat(mail.link()).startsWith("http://localhost:8080/auth/verify-email?token=lke_");
        verify(mail.token()).then().statusCode(204);

        Tokens tokens =
                signIn(TestUsers.PASSWORD).then().statusCode(200).extract().as(Tokens.class);
        given().auth()
                .oauth2(tokens.access())
                .get("/auth/me")
                .then()
                .body("email", equalTo(email))
                .body("username", equalTo(email))
                .body("email_verified", equalTo(true));
    }

    @Test
    @DisplayName("P-08: only the right password learns that the address is not verified yet, and gets a fresh link")
    @Requirement("P-08")
    void signInBeforeVerification() {
        signUp(email, TestUsers.PASSWORD);
        String first = mail(0).token();

        Response wrong = signIn(OTHER);
        Response unknown = signIn(TestUsers.unique(), OTHER);
        assertThat(withoutTrace(wrong)).isEqualTo(withoutTrace(unknown));
        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(headers(wrong)).isEqualTo(headers(unknown));
        assertThat(mails()).hasSize(1);

        signIn(TestUsers.PASSWORD).then().statusCode(403).body("code", equalTo("email-unverified"));
        assertThat(mails()).hasSize(2);
        verify(first).then().statusCode(400);
        verify(mail(1).token()).then().statusCode(204);
    }

    @Test
    @DisplayName("P-11: a newer link voids the older one of the same sign-up, and there are few")
    @Requirement("P-11")
    void freshLinksVoidOlderOnesAndAreFew() {
        signUp(email, TestUsers.PASSWORD);
        String first = mail(0).token();
        for (int i = 0; i < 5; i++) {
            signIn(TestUsers.PASSWORD).then().statusCode(403);
            mails();
        }

        assertThat(mails()).hasSize(PendingSignUps.MOST_MAILS);
        verify(first).then().statusCode(400).body("code", equalTo("invalid-link"));
        verify(mail(1).token()).then().statusCode(400);
        verify(mail(2).token()).then().statusCode(204);
    }

    @Test
    @DisplayName("P-11: used, void, expired, incomplete or invented: one and the same answer")
    @Requirement("P-11")
    void linksThatCannotBeUsedLookAlike() {
        signUp(email, TestUsers.PASSWORD);
        String token = mail(0).token();
        verify(token).then().statusCode(204);
        String late = TestUsers.unique();
        signUp(late, TestUsers.PASSWORD);
        String expired = TestMails.sentTo(late).get(0).token();
        clock.advance(Duration.ofHours(24));

        String used =
                withoutTrace(verify(token).then().statusCode(400).extract().response());
        for (String other : List.of(
                expired, "", "lke_", token.replace("lke_", "lkn_"), token + "A", "lke_" + "A".repeat(43), "\u0000")) {
            assertThat(withoutTrace(
                            verify(other).then().statusCode(400).extract().response()))
                    .isEqualTo(used);
        }
        signIn(late, TestUsers.PASSWORD).then().statusCode(401);
    }

    @Test
    @DisplayName("P-11: good until the last moment")
    void linkJustBeforeItsEnd() {
        signUp(email, TestUsers.PASSWORD);
        String token = mail(0).token();
        clock.advance(Duration.ofHours(24).minusNanos(1_000));

        verify(token).then().statusCode(204);
    }

    @Test
    @DisplayName("nobody owns an address before it is verified: the first to verify has it, with their own password")
    void firstToVerifyOwnsTheAddress() {
        signUp(email, OTHER);
        assertThat(mails()).hasSize(1);
        signUp(email, TestUsers.PASSWORD);
        assertThat(mails()).hasSize(2);

        verify(mail(0).token()).then().statusCode(204);

        verify(mail(1).token()).then().statusCode(400).body("code", equalTo("invalid-link"));
        signIn(TestUsers.PASSWORD).then().statusCode(401);
        signIn(OTHER).then().statusCode(200);
        assertThat(rows.usersNamed(email)).isEqualTo(1);
    }

    @Test
    @DisplayName("of two links of one address used at once, one wins")
    void parallelVerificationsMakeOneAccount() throws Exception {
        signUp(email, OTHER);
        signUp(email, TestUsers.PASSWORD);
        List<String> tokens = mails().stream().map(TestMails.Received::token).toList();
        ExecutorService pool = Executors.newFixedThreadPool(8);
        List<Integer> statuses = new ArrayList<>();
        try {
            List<Callable<Integer>> calls = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                String token = tokens.get(i % 2);
                calls.add(() -> verify(token).statusCode());
            }
            for (Future<Integer> status : pool.invokeAll(calls)) {
                statuses.add(status.get());
            }
        } finally {
            pool.shutdownNow();
        }

        assertThat(statuses).containsOnlyOnce(204).containsOnly(204, 400);
        assertThat(rows.usersNamed(email)).isEqualTo(1);
    }

    @Test
    @DisplayName("P-10: an address that has an account gets the same reply, and its owner a mail without a link")
    @Requirement("P-10")
    void signUpWhenAddressIsTakenThenTheOwnerIsTold() {
        TestUser owner = TestUsers.user().create();
        Response fresh = signUp(email, TestUsers.PASSWORD);
        Response taken = signUp(owner.username(), OTHER);

        assertThat(taken.statusCode()).isEqualTo(fresh.statusCode()).isEqualTo(202);
        assertThat(taken.asString()).isEqualTo(fresh.asString());
        assertThat(headers(taken)).isEqualTo(headers(fresh));
        assertThat(TestMails.sentTo(owner.username())).singleElement().satisfies(mail -> {
            assertThat(mail.subject()).isEqualTo("You have an account already");
            assertThat(mail.text()).doesNotContain("http");
        });
        // as if there were no account: who signed up with another's address learns nothing by signing in
        signIn(owner.username(), OTHER).then().statusCode(403).body("code", equalTo("email-unverified"));
        signIn(owner.username(), TestUsers.PASSWORD).then().statusCode(200);
        assertThat(rows.auditOf(owner.id())).contains("user_sign_up_repeated");
    }

    @Test
    @DisplayName("a mailbox is not flooded by who signs up with its address over and over")
    void mailsOfAnAddressAreFewADay() {
        TestUser owner = TestUsers.user().create();
        for (int i = 0; i < 8; i++) {
            signUp(email, OTHER).then().statusCode(202);
            signUp(owner.username(), OTHER).then().statusCode(202);
        }

        assertThat(mails()).hasSize(PendingSignUps.MOST_A_DAY);
        assertThat(TestMails.sentTo(owner.username())).hasSize(3);
        clock.advance(Duration.ofDays(1));
        signUp(email, OTHER);
        assertThat(mails()).hasSize(PendingSignUps.MOST_A_DAY + 1);
    }

    @Test
    @DisplayName("nor by who does so many times at the very same moment")
    @Requirement("T-05")
    void parallelSignUpsKeepTheBound() throws Exception {
        int callers = 12;
        CountDownLatch start = new CountDownLatch(1);
        ExecutorService pool = Executors.newFixedThreadPool(callers);
        try {
            List<Future<?>> calls = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                calls.add(pool.submit(() -> {
                    start.await();
                    pendingSignUps.add(email, null, "hash", null, clock.instant());
                    return null;
                }));
            }
            start.countDown();
            for (Future<?> call : calls) {
                call.get();
            }
        } finally {
            pool.shutdownNow();
        }

        assertThat(mails()).hasSize(PendingSignUps.MOST_A_DAY);
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
                .body(Map.of("email", email, "password", TestUsers.PASSWORD))
                .post("/auth/sign-up")
                .then()
                .statusCode(202);

        assertThat(mail(0).link()).startsWith("http://localhost:8080/auth/verify-email?token=");
        assertThat(mail(0).text() + mail(0).html()).doesNotContain("evil");
    }

    @Test
    @DisplayName("G-07: what nobody verified is forgotten")
    @Requirement("G-07")
    void expiredSignUpsAreSwept() {
        signUp(email, TestUsers.PASSWORD);
        String token = mail(0).token();
        clock.advance(Duration.ofHours(24).minusNanos(1_000));
        pendingSignUps.deleteExpired(clock.instant());
        assertThat(pendingSignUps.isOpen(token, clock.instant())).isTrue();
        clock.advance(Duration.ofNanos(1_000));

        assertThat(pendingSignUps.deleteExpired(clock.instant())).isPositive();

        assertThat(pendingSignUps.deleteExpired(clock.instant())).isZero();
    }

    private List<TestMails.Received> mails() {
        return TestMails.sentTo(email);
    }

    private TestMails.Received mail(int index) {
        return mails().get(index);
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

    private Response signIn(String password) {
        return signIn(email, password);
    }

    private static Response signIn(String username, String password) {
        return given().contentType(ContentType.JSON)
                .body(Map.of("username", username, "password", password))
                .post("/auth/sign-in");
    }

    private static Response signUp(String address, String password) {
        return given().contentType(ContentType.JSON)
                .body(Map.of("email", address, "password", password))
                .post("/auth/sign-up");
    }

    private static Response verify(String token) {
        return given().contentType(ContentType.JSON)
                .body(Map.of("token", token))
                .post("/auth/email/verify");
    }
}
