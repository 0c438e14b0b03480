package dev.latchkey.signin;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.latchkey.PasswordRows;
import dev.latchkey.Requirement;
import dev.latchkey.TestUser;
import dev.latchkey.TestUsers;
import dev.latchkey.Tokens;
import dev.latchkey.password.Passwords;
import dev.latchkey.password.UnusableHashException;
import dev.latchkey.user.UserChange;
import dev.latchkey.user.Users;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Hashes that were made elsewhere are replaced when their users sign in. */
@Requirement("P-07")
@QuarkusTest
class HashRenewalTest {

    /** Of {@link TestUsers#PASSWORD}, by htpasswd -nbB -C 6. */
    private static final String BCRYPT = "$2y$06$RC6jTM6D/Idtomo90p9IBu/88tenf1mZTCG8yd0Gv22ElAHcINb4m";

    private static final String OURS = "$argon2id$v=19$m=7168,t=1,p=1$";

    @Inject
    PasswordRows rows;

    @Inject
    Users users;

    @Inject
    Passwords passwords;

    @Inject
    MeterRegistry metrics;

    @Inject
    Clock clock;

    private final TestUser user = TestUsers.user().create();

    @Test
    @DisplayName("the first sign-in leaves one of ours, the second needs nothing else, and no session ends by it")
    void signInRenewsTheHash() throws UnusableHashException {
        Tokens before = user.signIn();
        rows.put(user.id(), passwords.foreign(BCRYPT));
        int version = rows.securityVersion(user.id());

        Tokens first = user.signIn();

        String renewed = rows.hash(user.id());
        assertThat(renewed).startsWith(OURS);
        Tokens second = user.signIn();
        assertThat(rows.hash(user.id())).isEqualTo(renewed);
        assertThat(rows.securityVersion(user.id())).isEqualTo(version);
        for (Tokens tokens : List.of(before, first, second)) {
            assertThat(tokens.callStatus()).isEqualTo(200);
            tokens.tryRefresh().then().statusCode(200);
        }
    }

    @Test
    @DisplayName("made with other settings: as well")
    void signInRenewsAHashOfOtherSettings() {
        rows.put(user.id(), "$argon2id$v=19$m=4096,t=2,p=2$c29tZXNhbHQtaWQ$nkNWPXEdPjFPA4ElmUPf6kiIuSMRneV0");

        user.signIn();

        assertThat(rows.hash(user.id())).startsWith(OURS);
    }

    @Test
    void stepUpRenewsTheHash() {
        Tokens tokens = user.signIn();
        rows.put(user.id(), BCRYPT);

        given().auth()
                .oauth2(tokens.access())
                .contentType(ContentType.JSON)
                .body(Map.of("password", TestUsers.PASSWORD))
                .post("/auth/step-up")
                .then()
                .statusCode(200);

        assertThat(rows.hash(user.id())).startsWith(OURS);
    }

    @Test
    @DisplayName("who does not get in changes nothing")
    void failureRenewsNothing() {
        rows.put(user.id(), BCRYPT);

        attempt("incorrect horse battery staple").then().statusCode(401);
        users.change(user.id(), UserChange.disabled(true), UUID.randomUUID(), clock.instant());
        attempt(TestUsers.PASSWORD).then().statusCode(401);

        assertThat(rows.hash(user.id())).isEqualTo(BCRYPT);
    }

    @Test
    @DisplayName("many at once all get in, and one of them renews")
    void parallelSignInsRenewOnce() throws Exception {
        rows.put(user.id(), BCRYPT);
        double before = renewed();
        ExecutorService callers = Executors.newFixedThreadPool(8);
        try {
            List<Future<Tokens>> signedIn = Stream.generate(() -> callers.submit(() -> user.signIn()))
                    .limit(8)
                    .toList();
            for (Future<Tokens> tokens : signedIn) {
                assertThat(tokens.get().callStatus()).isEqualTo(200);
            }
        } finally {
            callers.shutdownNow();
        }

        assertThat(rows.hash(user.id())).startsWith(OURS);
        assertThat(renewed()).isEqualTo(before + 1);
        user.signIn();
    }

    @Test
    @DisplayName("a password that was changed since it was checked stays the new one")
    void changeOfThePasswordWins() throws Exception {
        rows.put(user.id(), BCRYPT);
        String changed = passwords.hash("another horse battery staple");
        CountDownLatch commit = new CountDownLatch(1);
        CountDownLatch held = new CountDownLatch(1);
        ExecutorService others = Executors.newFixedThreadPool(2);
        try {
            Future<?> change =
                    others.submit(() -> QuarkusTransaction.requiringNew().run(() -> {
                        users.lock(user.id());
                        rows.put(user.id(), changed);
                        held.countDown();
                        awaitQuietly(commit);
                    }));
            held.await();
            Future<Boolean> renewal =
                    others.submit(() -> users.renewPasswordHash(user.id(), BCRYPT, passwords.hash(TestUsers.PASSWORD)));
            await().until(() -> rows.waiting() > 0);
            commit.countDown();
            change.get();

            assertThat(renewal.get()).isFalse();
            assertThat(rows.hash(user.id())).isEqualTo(changed);
        } finally {
            commit.countDown();
            others.shutdownNow();
        }
    }

    private double renewed() {
        return metrics.find("latchkey.password.renewals").tag("outcome", "renewed").counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    private Response attempt(String password) {
        return given().contentType(ContentType.JSON)
                .body(Map.of("username", user.username(), "password", password))
                .post("/auth/sign-in");
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
