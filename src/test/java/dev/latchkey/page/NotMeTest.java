package dev.latchkey.page;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;

import dev.latchkey.Browser;
import dev.latchkey.Requirement;
import dev.latchkey.SessionRows;
import dev.latchkey.TestUser;
import dev.latchkey.TestUsers;
import dev.latchkey.Tokens;
import dev.latchkey.mail.TestMails;
import dev.latchkey.support.TestClock;
import dev.latchkey.user.Users;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /auth/not-me}: the link in a mail, walked to its end. Standards C-13, P-11, P-12, S-07. */
@QuarkusTest
class NotMeTest {

    @Inject
    TestClock clock;

    @Inject
    SessionRows rows;

    @Inject
    Users users;

    @TestHTTPResource("/auth/not-me")
    URL page;

    private final TestUser user = TestUsers.user().create();
    private Tokens mine;
    private Tokens theirs;
    private String token;

    @BeforeEach
    void somebodyElseSignsIn() {
        mine = user.signInWith("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0");
        theirs = user.signInWith("curl/8.5.0");
        token = TestMails.sentTo(user.username()).get(0).token();
    }

    @Test
    @DisplayName("the button ends every session of the user, and says what to do next")
    void postEndsEverySession() {
        Tokens foreign = TestUsers.user().create().signIn();

        post(token).statusCode(200).body(containsString("All devices are signed out"), containsString("password"));

        for (Tokens tokens : List.of(mine, theirs)) {
            assertThat(rows.endReason(tokens.session().id())).isEqualTo("signed_out_elsewhere");
            assertThat(tokens.callStatus()).isEqualTo(401);
            tokens.tryRefresh().then().statusCode(401).body("reason", equalTo("signed_out_elsewhere"));
        }
        assertThat(foreign.callStatus()).isEqualTo(200);
        assertThat(rows.auditOf(user.id()))
                .contains("authn_disavowed,success,warning," + user.id() + "," + user.id())
                .contains("session_ended,success,info," + user.id() + "," + user.id());
    }

    @Test
    @DisplayName("P-11: opening the link, however often, neither acts nor uses it up")
    void getAndHeadChangeNothing() {
        for (int i = 0; i < 3; i++) {
            get(token)
                    .statusCode(200)
                    .contentType(ContentType.HTML)
                    .body(allOf(
                            containsString("<form method=\"post\" action=\"not-me\">"),
                            containsString("name=\"token\" value=\"" + token + "\"")));
            given().head("/auth/not-me?token=" + token).then().statusCode(200);
        }

        assertThat(rows.liveSessions(user.id())).isEqualTo(2);
        assertThat(theirs.callStatus()).isEqualTo(200);
        post(token).statusCode(200);
    }

    @Test
    @DisplayName("the button works in a browser that is signed in by cookies, whose form says nothing of its origin")
    void postFromASignedInBrowserEndsEverySession() {
        Browser browser = Browser.signedIn(user, "cookie");

        browser.cookiesOnly()
                .header("Origin", "null")
                .contentType(ContentType.URLENC)
                .body("token=" + token)
                .post("/auth/not-me")
                .then()
                .statusCode(200);

        assertThat(rows.liveSessions(user.id())).isZero();
    }

    @Test
    @DisplayName("and in one that ended up with cookies of two kinds of sessions")
    void cookiesOfTwoKindsDoNotHinder() {
        Browser browser = Browser.signedIn(user, "cookie");
        browser.jar().putAll(Browser.signedIn(user, "session").jar());

        browser.get("/auth/not-me?token=" + token).then().statusCode(200);
        browser.cookiesOnly()
                .header("Origin", "null")
                .contentType(ContentType.URLENC)
                .body("token=" + token)
                .post("/auth/not-me")
                .then()
                .statusCode(200);

        assertThat(rows.liveSessions(user.id())).isZero();
    }

    @Test
    @DisplayName("C-13, P-12: the pages are not cached, not framed, run nothing and tell nobody")
    @Requirement({"C-13", "P-12"})
    void pagesAreClosedIn() {
        for (ValidatableResponse page : List.of(get(token), get("garbage"), post(token), post(token))) {
            page.header("Cache-Control", "no-store")
                    .header("Referrer-Policy", "no-referrer")
                    .header("X-Frame-Options", "DENY")
                    .header("X-Content-Type-Options", "nosniff")
                    .header("Content-Type", "text/html;charset=UTF-8")
                    .header(
                            "Content-Security-Policy",
                            allOf(
                                    containsString("default-src 'none'"),
                                    containsString("form-action 'self'"),
                                    containsString("frame-ancestors 'none'"),
                                    not(containsString("unsafe"))))
                    .body(not(matchesPattern("(?is).*(<script|<style|style=|onload|http).*")));
        }
    }

    @Test
    @DisplayName("P-11: used, expired, incomplete or invented: one and the same answer")
    void linksThatCannotBeUsedLookAlike() {
        post(token).statusCode(200);
        String used = post(token).statusCode(400).extract().asString();

        assertThat(used).contains("This link does not work").doesNotContain(token);
        for (String other : List.of(
                token,
                "",
                "lkn_",
                token.substring(0, 46),
                token + "A",
                token.replace("lkn_", "lkr_"),
                "lkn_" + "A".repeat(43),
                "\"><script>",
                "\u0000",
                "ä".repeat(50))) {
            assertThat(post(other).statusCode(400).extract().asString()).isEqualTo(used);
            assertThat(get(other).statusCode(400).extract().asString()).isEqualTo(used);
        }
        assertThat(given().get("/auth/not-me").asString()).isEqualTo(used);
        assertThat(given().contentType(ContentType.URLENC).post("/auth/not-me").asString())
                .isEqualTo(used);
    }

    @Test
    @DisplayName("P-11: good for a day and not a moment longer")
    void linkWhenADayIsOverThen400() {
        clock.advance(Duration.ofDays(1).minusNanos(1_000));
        get(token).statusCode(200);
        clock.advance(Duration.ofNanos(1_000));

        get(token).statusCode(400);
        post(token).statusCode(400);
    }

    @Test
    void usingOneLinkVoidsTheOthersOfTheUserOnly() {
        TestUser other = TestUsers.user().create();
        other.signInWith("curl/8.5.0");
        other.signInWith("Wget/1.21");
        String foreign = TestMails.sentTo(other.username()).get(0).token();
        user.signInWith("Wget/1.21");
        String second = TestMails.sentTo(user.username()).get(1).token();

        post(second).statusCode(200);

        post(token).statusCode(400);
        post(foreign).statusCode(200);
    }

    @ParameterizedTest
    @DisplayName("P-11: of many at once, with one link or with two, one succeeds")
    @ValueSource(booleans = {true, false})
    void postWhenParallelThenOneSucceeds(boolean sameLink) throws Exception {
        user.signInWith("Wget/1.21");
        String second = TestMails.sentTo(user.username()).get(1).token();
        ExecutorService pool = Executors.newFixedThreadPool(16);
        try {
            List<Future<Integer>> replies = new ArrayList<>(IntStream.range(0, 16)
                    .mapToObj(i -> pool.submit(() -> post(sameLink || i % 2 == 0 ? token : second)
                            .extract()
                            .statusCode()))
                    .toList());
            List<Integer> statuses = new ArrayList<>();
            for (Future<Integer> reply : replies) {
                statuses.add(reply.get());
            }
            assertThat(statuses).containsOnlyOnce(200).containsOnly(200, 400);
        } finally {
            pool.shutdownNow();
        }
        assertThat(rows.auditOf(user.id())).containsOnlyOnce("authn_disavowed");
    }

    @Test
    void linkOfADeletedUserThen400() {
        users.delete(user.id(), user.id(), clock.instant());

        get(token).statusCode(400);
        post(token).statusCode(400);
    }

    @Test
    @DisplayName("C-09: a form and nothing else, of a size that makes sense")
    @Requirement("C-09")
    void otherBodiesAreRefused() {
        given().contentType(ContentType.JSON)
                .body(Map.of("token", token))
                .post("/auth/not-me")
                .then()
                .statusCode(415);
        given().multiPart("token", token).post("/auth/not-me").then().statusCode(415);
        given().contentType("text/plain")
                .body("token=" + token)
                .post("/auth/not-me")
                .then()
                .statusCode(415);
        given().put("/auth/not-me?token=" + token).then().statusCode(405);
        raw("token=" + token + "a".repeat(20_000)).then().statusCode(413);
        for (String body : List.of(
                "token=%",
                "token=%zz",
                "%=%",
                "&&==",
                "token=%00",
                "token=" + "a".repeat(10_000),
                "a=b&".repeat(3_000),
                "other=" + token,
                "my-token=" + token,
                "token=" + token + "%00",
                "{\"token\":\"" + token + "\"}")) {
            raw(body).then().statusCode(400).contentType(ContentType.HTML);
        }
        assertThat(rows.liveSessions(user.id())).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"token=%", "token=%zz", "%", "token=%00", "token=%ff%fe", "token", "&&", "token=a&token=b"})
    void queryThatIsNoneThen400(String query) throws IOException {
        try (Socket socket = new Socket(page.getHost(), page.getPort())) {
            socket.getOutputStream()
                    .write(("GET /auth/not-me?" + query + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1));
            String reply = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(reply).startsWith("HTTP/1.1 400");
        }
    }

    private static Response raw(String form) {
        return given().contentType(ContentType.URLENC).body(form).post("/auth/not-me");
    }

    private static ValidatableResponse get(String token) {
        return given().queryParam("token", token).get("/auth/not-me").then();
    }

    private static ValidatableResponse post(String token) {
        return given().formParam("token", token).post("/auth/not-me").then();
    }
}
