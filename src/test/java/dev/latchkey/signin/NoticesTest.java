package dev.latchkey.signin;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.Requirement;
import dev.latchkey.SessionRows;
import dev.latchkey.TestUser;
import dev.latchkey.TestUsers;
import dev.latchkey.Tokens;
import dev.latchkey.mail.MailServer;
import dev.latchkey.mail.OutgoingMail;
import dev.latchkey.mail.TestMails;
import dev.latchkey.support.TestClock;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people are told by mail. Standards P-12, P-17, S-16. */
@QuarkusTest
class NoticesTest {

    private static final String FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";
    private static final String SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15"
            + " (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1";

    @Inject
    TestClock clock;

    @Inject
    SessionRows rows;

    @Inject
    MailComposer composer;

    private final TestUser user = TestUsers.user().create();

    @Nested
    @DisplayName("P-17: a refresh token that came back")
    class Reuse {

        @Test
        void theftIsCalledByItsName() {
            Tokens first = user.signInWith(FIREFOX);
            first.refreshed().refreshed();
            first.tryRefresh().then().statusCode(401);
            first.tryRefresh().then().statusCode(401);

            assertThat(mails()).singleElement().satisfies(mail -> {
                assertThat(mail.subject()).isEqualTo("Somebody may have copied your sign-in");
                assertThat(mail.text())
                        .contains("Firefox on Linux", "Somebody else")
                        .contains(" UTC.");
                assertThat(mail.html()).contains("Firefox on Linux", "Somebody else");
                assertThat(mail.link()).startsWith("http://localhost:8080/auth/not-me?token=lkn_");
                assertThat(mail.html()).contains("<a href=\"" + mail.link() + "\">");
            });
        }

        @Test
        void lostReplyAccusesNobody() {
            Tokens first = user.signInWith(FIREFOX);
            first.refreshed();
            clock.advance(Duration.ofMinutes(1));
            first.tryRefresh().then().statusCode(401);

            assertThat(mails()).singleElement().satisfies(mail -> {
                assertThat(mail.subject()).isEqualTo("One of your devices was signed out");
                assertThat(mail.text())
                        .contains("Firefox on Linux was signed out on", "possibly by a network failure")
                        .doesNotContainIgnoringCase("somebody");
            });
        }

        @Test
        void raceIsNotTold() {
            Tokens first = user.signIn();
            first.refreshed();
            first.refreshed();

            assertThat(mails()).isEmpty();
        }

        @Test
        @DisplayName("with the mail server away the session ends all the same, and the mail comes later")
        void outageOfTheMailServerHindersNothing() {
            Tokens first = user.signIn();
            first.refreshed().refreshed();
            MailServer.down();
            try {
                first.tryRefresh().then().statusCode(401);
                assertThat(rows.endReason(first.session().id())).isEqualTo("reuse_detected");
                assertThat(mails()).isEmpty();
            } finally {
                MailServer.up();
            }
            clock.advance(Duration.ofMinutes(1));

            assertThat(mails()).hasSize(1);
        }

        @Test
        void userWithoutAnAddressIsNotTold() {
            TestUser nobody = TestUsers.user().withoutEmail().create();
            Tokens first = nobody.signIn();
            first.refreshed().refreshed();
            first.tryRefresh().then().statusCode(401);

            assertThat(rows.endReason(first.session().id())).isEqualTo("reuse_detected");
            assertThat(TestMails.sentTo(nobody.username())).isEmpty();
        }
    }

    @Nested
    @DisplayName("S-16: a sign-in from a new device")
    class NewDevice {

        @Test
        @Requirement("S-16")
        void deviceThatNoOtherSessionHadIsTold() {
            user.signInWith(FIREFOX);
            user.signInWith(FIREFOX).signOut();
            assertThat(mails()).isEmpty();

            Tokens other = user.signInWith(SAFARI);

            assertThat(mails()).singleElement().satisfies(mail -> {
                assertThat(mail.subject()).isEqualTo("New sign-in to your account");
                assertThat(mail.text()).contains("not seen before: Mobile Safari on iOS.");
                assertThat(mail.text()).doesNotContain("127.0.0.1");
            });
            assertThat(rows.auditTypes(other.session().id())).contains("authn_new_device");
        }

        @Test
        @DisplayName("a device is known while its last session is kept, live or ended")
        void deviceOfAnEndedSessionIsKnown() {
            user.signInWith(FIREFOX);
            user.signInWith(SAFARI).signOut();
            assertThat(mails()).hasSize(1);

            user.signInWith(SAFARI);

            assertThat(mails()).hasSize(1);
        }

        @Test
        @DisplayName("who comes back after the retention is told, for nothing is left to compare with")
        @Requirement("S-16")
        void firstSessionAfterALongTimeIsTold() {
            Tokens old = user.signInWith(FIREFOX);
            old.signOut();
            rows.delete(old.session().id());

            user.signInWith(SAFARI);

            assertThat(mails()).hasSize(1);
        }

        @Test
        @DisplayName("ever other devices do not flood a mailbox")
        void newDevicesAreToldOfAFewTimes() {
            user.signInWith(FIREFOX);
            for (String system : List.of(
                    "Windows NT 10.0; Win64; x64",
                    "Macintosh; Intel Mac OS X 10_15_7",
                    "X11; Ubuntu; Linux x86_64",
                    "X11; CrOS x86_64 14541.0.0",
                    "Android 13; Mobile",
                    "iPhone; CPU iPhone OS 17_0 like Mac OS X",
                    "iPad; CPU OS 17_0 like Mac OS X")) {
                user.signInWith("Mozilla/5.0 (" + system + ") Gecko/20100101 Firefox/120.0");
            }

            assertThat(mails()).hasSize(5);
        }

        @Test
        void signInThatFailsIsNotTold() {
            user.signInWith(FIREFOX);
            io.restassured.RestAssured.given()
                    .contentType(io.restassured.http.ContentType.JSON)
                    .header("User-Agent", SAFARI)
                    .body(Map.of("username", user.username(), "password", "wrong"))
                    .post("/auth/sign-in")
                    .then()
                    .statusCode(401);

            assertThat(mails()).isEmpty();
        }

        @Test
        @DisplayName("P-12: the link's origin is configured, whatever the request says")
        @Requirement("P-12")
        void forgedHostChangesNothing() {
            user.signInWith(FIREFOX);
            user.signIn(
                    Map.of(),
                    Map.of(
                            "User-Agent", SAFARI,
                            "Host", "evil.example",
                            "X-Forwarded-Host", "evil.example",
                            "X-Forwarded-Proto", "https",
                            "Forwarded", "host=evil.example;proto=https"));

            assertThat(mails()).singleElement().satisfies(mail -> {
                assertThat(mail.link()).startsWith("http://localhost:8080/auth/not-me?token=");
                assertThat(mail.text() + mail.html()).doesNotContain("evil");
            });
        }
    }

    @Nested
    @DisplayName("P-17: another password")
    class AnotherPassword {

        @Test
        @DisplayName("the link stops a thief who reset the password: their sessions end")
        void linkEndsTheSessionsOfAThief() {
            String next = "four other words entirely";
            post("/auth/password/forgot", Map.of("email", user.username())).statusCode(202);
            post("/auth/password/reset", Map.of("token", mails().get(0).token(), "new_password", next))
                    .statusCode(204);
            Tokens thief = post("/auth/sign-in", Map.of("username", user.username(), "password", next))
                    .statusCode(200)
                    .extract()
                    .as(Tokens.class);

            given().formParam("token", mails().get(1).token())
                    .post("/auth/not-me")
                    .then()
                    .statusCode(200);

            assertThat(thief.callStatus()).isEqualTo(401);
        }

        private ValidatableResponse post(String path, Map<String, String> body) {
            return given().contentType(ContentType.JSON).body(body).post(path).then();
        }
    }

    @Nested
    @DisplayName("device names are what a client says")
    class Hostile {

        @ParameterizedTest
        @DisplayName("S-16: a stranger's words reach nobody, however the header carries them past the parser")
        @Requirement("S-16")
        @ValueSource(
                strings = {
                    "Your account is locked: call 0900-CANARY/1 CFNetwork",
                    "<b>CANARY</b><a href='http://canary.example'>here</a>/1 CFNetwork",
                    "https:canary.example/login/1 CFNetwork/1410 Darwin/22.6.0",
                    "CANARY pay now bot/1.0 (X11; Linux x86_64)",
                    "CANARY crawler",
                    "Firefox CANARY on Linux/1 CFNetwork",
                    "CANARY\u202Egnp.exe/1 CFNetwork",
                    "canary-HTTPClient/1.0-x"
                })
        void wordsOfAStrangerAreNotTold(String userAgent) {
            user.signInWith(FIREFOX);
            Tokens stolen = user.signInWith(userAgent);
            stolen.refreshed().refreshed();
            stolen.tryRefresh().then().statusCode(401);

            assertThat(mails())
                    .hasSize(2)
                    .allSatisfy(mail -> assertThat(mail.text() + mail.html() + mail.subject())
                            .doesNotContainIgnoringCase("canary")
                            .containsAnyOf("Unknown device", "Linux", "iOS"));
        }

        @Test
        void htmlPartEscapesWhateverItIsGiven() {
            OutgoingMail mail = composer.compose(
                            "ada@example.com",
                            new MailText(
                                    "s",
                                    List.of("<b>what</b> & \"x\"", "<i>'"),
                                    "http://l/?token=\"><script>",
                                    List.of("<u>")),
                            Locale.ENGLISH)
                    .orElseThrow();

            assertThat(mail.html())
                    .contains("&lt;b&gt;what&lt;/b&gt; &amp; &quot;x&quot;", "&lt;i&gt;&#39;", "&lt;u&gt;")
                    .doesNotContain("<b>", "<i>", "<u>", "<script>");
            assertThat(mail.text()).contains("<b>what</b> & \"x\"");
        }

        @Test
        void headersHoldNothingThatAClientSent() {
            user.signInWith(FIREFOX);
            user.signInWith("evilbot/1.0 \tBcc: victim@evil.example");

            assertThat(mails()).singleElement().satisfies(mail -> {
                assertThat(mail.subject()).isEqualTo("New sign-in to your account");
                assertThat(mail.message().getAllRecipients()).hasSize(1);
                assertThat(mail.text() + mail.html()).doesNotContain("victim", "@evil");
            });
        }
    }

    private List<TestMails.Received> mails() {
        return TestMails.sentTo(user.username());
    }
}
