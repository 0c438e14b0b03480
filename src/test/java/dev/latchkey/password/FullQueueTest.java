package dev.latchkey.password;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.latchkey.Browser;
import dev.latchkey.Requirement;
import dev.latchkey.TestUser;
import dev.latchkey.TestUsers;
import dev.latchkey.Tokens;
import dev.latchkey.mail.TestMails;
import dev.latchkey.problem.ProblemException;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** While as many wait for a hash as may, whatever needs one is refused before anything is done for it. */
@QuarkusTest
@Requirement("T-07")
class FullQueueTest {

    private static final int QUEUE = 32;

    @Inject
    Passwords passwords;

    @Inject
    HashingPool pool;

    @Inject
    SessionFactory database;

    @Inject
    MeterRegistry metrics;

    private final CountDownLatch hold = new CountDownLatch(1);
    private final ExecutorService callers = Executors.newCachedThreadPool();
    private final TestUser user = TestUsers.user().create();

    @AfterEach
    void letGo() {
        hold.countDown();
        callers.shutdown();
    }

    @Test
    @DisplayName("503 at once, and when there is room again, everything is as before")
    void runWhenQueueIsFullThenBusy() throws Exception {
        List<Future<Integer>> waiting = fill();
        double refused = refused();

        assertThatThrownBy(() -> passwords.hash(TestUsers.PASSWORD))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.type().code()).isEqualTo("busy"));
        assertThat(refused()).isEqualTo(refused + 1);

        hold.countDown();
        for (Future<Integer> one : waiting) {
            one.get();
        }
        assertThat(passwords.matches(TestUsers.PASSWORD, passwords.hash(TestUsers.PASSWORD)))
                .isTrue();
    }

    @Test
    @DisplayName(
            "sign-in, sign-up, step-up, change and reset of a password ask the database nothing, whoever it is about")
    void callsWhenQueueIsFullThenBusyWithoutAQuery() throws Exception {
        Tokens tokens = user.signIn();
        given().contentType(ContentType.JSON)
                .body(Map.of("email", user.username()))
                .post("/auth/password/forgot");
        String link = TestMails.sentTo(user.username()).get(0).token();
        String next = "four other words entirely";
        Browser browser = Browser.signedIn(user, "session");
        fill();

        assertBusy(
                browser.request().contentType(ContentType.JSON),
                "/auth/sign-in",
                Map.of("username", user.username(), "password", TestUsers.PASSWORD));
        for (String name : List.of(user.username(), TestUsers.unique())) {
            assertBusy(call(), "/auth/sign-in", Map.of("username", name, "password", TestUsers.PASSWORD));
            assertBusy(call(), "/auth/sign-up", Map.of("email", name, "password", next));
        }
        assertBusy(calling(tokens), "/auth/step-up", Map.of("password", TestUsers.PASSWORD));
        for (String token : List.of(link, link.substring(0, 20) + "A".repeat(link.length() - 20))) {
            assertBusy(call(), "/auth/password/reset", Map.of("token", token, "new_password", next));
        }
        long before = statements();
        assertBusy(calling(tokens)
                .body(Map.of("current_password", TestUsers.PASSWORD, "new_password", next))
                .put("/auth/password"));
        given().formParam("token", link)
                .formParam("new_password", next)
                .post("/auth/reset-password")
                .then()
                .statusCode(503)
                .contentType("text/html;charset=UTF-8")
                .header("Retry-After", "2")
                .body(containsString("<title>Try again"));
        assertThat(statements()).isEqualTo(before);
    }

    private void assertBusy(RequestSpecification call, String path, Map<String, String> body) {
        long before = statements();
        assertBusy(call.body(body).post(path));
        assertThat(statements()).as(path).isEqualTo(before);
    }

    private static void assertBusy(Response response) {
        response.then().statusCode(503).header("Retry-After", "2").body("code", equalTo("busy"));
    }

    private long statements() {
        return database.getStatistics().getPrepareStatementCount();
    }

    private static RequestSpecification call() {
        return given().contentType(ContentType.JSON);
    }

    private static RequestSpecification calling(Tokens tokens) {
        return call().auth().oauth2(tokens.access());
    }

    private List<Future<Integer>> fill() throws InterruptedException {
        int threads = Runtime.getRuntime().availableProcessors();
        CountDownLatch running = new CountDownLatch(threads);
        IntFunction<Future<Integer>> call = i -> callers.submit(() -> pool.run(() -> {
            running.countDown();
            hold.await();
            return i;
        }));
        List<Future<Integer>> waiting =
                IntStream.range(0, threads).mapToObj(call).collect(Collectors.toCollection(ArrayList::new));
        // only when each thread is held does the queue take all of the rest
        running.await();
        IntStream.range(threads, threads + QUEUE).mapToObj(call).forEach(waiting::add);
        await().until(() -> pool.queued() == QUEUE);
        return waiting;
    }

    private double refused() {
        return metrics.get("latchkey.hashing.refused").counter().count();
    }
}
