package dev.latchkey;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.mail.TestMails;
import dev.latchkey.support.LogRecords;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** No secret in a log, an answer that should not have it, or the database. */
@Requirement({"L-04", "R-01", "K-08"})
@QuarkusTest
class LeakTest {

    private static final String NEXT = "canary four other words";
    private static final String TYPED = "canary-typed-in-the-wrong-field";

    @Inject
    AgroalDataSource database;

    @Test
    @Requirement("L-02")
    @DisplayName("what is secret appears nowhere, with our own log at TRACE")
    void secretsStayWhereTheyBelong() throws SQLException {
        Logger ours = Logger.getLogger("dev.latchkey");
        Level before = ours.getLevel();
        ours.setLevel(Level.ALL);
        try (LogRecords records = LogRecords.open()) {
            TestUser user = TestUsers.user().create();
            Tokens first = user.signIn();
            Tokens second = first.refreshed();
            first.refreshed();
            second.refreshed();
            first.tryRefresh().then().statusCode(401);
            TestMails.Received notice = TestMails.sentTo(user.username()).get(0);
            given().get("/auth/not-me?token=" + notice.token()).then().statusCode(200);
            given().formParam("token", notice.token())
                    .post("/auth/not-me")
                    .then()
                    .statusCode(200);
            given().auth().oauth2(second.access()).get("/samples/user");
            given().auth().oauth2(second.access() + "x").get("/samples/user");
            given().contentType(ContentType.JSON)
                    .body(Map.of("username", TYPED, "password", TestUsers.PASSWORD))
                    .post("/auth/sign-in")
                    .then()
                    .statusCode(401);
            given().contentType(ContentType.JSON)
                    .body("{\"password\":\"" + TestUsers.PASSWORD)
                    .post("/auth/sign-in");
            TestClient client = TestClient.create("service");
            String clientToken = client.token();
            client.introspect(second.access()).then().statusCode(200);
            new TestClient(TYPED, client.secret())
                    .introspect(second.access())
                    .then()
                    .statusCode(401);
            new TestClient(client.id(), client.secret() + "x")
                    .tryToken(Map.of())
                    .then()
                    .statusCode(401);
            client.revoke(second.access()).then().statusCode(200);
            second.signOut();
            Browser tokens = use(Browser.signedIn(user, "cookie"));
            Browser session = use(Browser.signedIn(user, "session"));
            Browser unused = Browser.signedIn(user, "session");
            TestMails.Received unusedLink = notice(TestUsers.user().create());

            String usedReset = resetLink(user);
            given().contentType(ContentType.JSON)
                    .body(Map.of("token", usedReset, "new_password", NEXT))
                    .post("/auth/password/reset")
                    .then()
                    .statusCode(204);
            given().get("/auth/reset-password?token=" + usedReset).then().statusCode(400);
            String unusedReset = resetLink(user);

            List<String> secrets = List.of(
                    NEXT,
                    usedReset.substring(4),
                    unusedReset.substring(4),
                    hex(unusedReset.substring(4)),
                    tokens.cookie("latchkey_access"),
                    tokens.cookie("latchkey_refresh"),
                    tokens.cookie("latchkey_refresh").substring(4, 40),
                    tokens.csrfToken(),
                    session.cookie("latchkey_session"),
                    session.cookie("latchkey_session").substring(30),
                    session.csrfToken(),
                    unused.cookie("latchkey_session").substring(30),
                    hex(unused.cookie("latchkey_session").substring(4)).substring(32),
                    unused.csrfToken(),
                    unusedLink.token(),
                    unusedLink.token().substring(4),
                    hex(unusedLink.token().substring(4)),
                    notice.token(),
                    notice.token().substring(4, 40),
                    TestUsers.PASSWORD,
                    TYPED,
                    client.secret(),
                    client.secret().substring(4),
                    clientToken,
                    clientToken.substring(clientToken.lastIndexOf('.') + 1),
                    first.refresh(),
                    second.refresh(),
                    first.refresh().substring(4, 40),
                    first.access(),
                    second.access().substring(0, 60),
                    second.access().substring(second.access().lastIndexOf('.') + 1));
            String log = String.join("\n", records.messages());
            assertThat(log).contains("verdict=race").contains("verdict=theft");
            String tables = everything();
            assertThat(tables).contains(user.username());
            for (String secret : secrets) {
                assertThat(log).doesNotContain(secret);
                assertThat(tables).doesNotContain(secret);
            }
        } finally {
            ours.setLevel(before);
        }
    }

    /** Each call a browser makes, rightly, without its CSRF token and with a wrong one, up to signing out. The jar stays as it was. */
    private static Browser use(Browser browser) {
        Browser kept = browser.copy();
        browser.callStatus();
        browser.get("/auth/csrf").then().statusCode(200);
        browser.cookiesOnly().header("Origin", Browser.ORIGIN).delete("/auth/sessions?scope=others");
        browser.cookiesOnly()
                .header("Origin", Browser.ORIGIN)
                .header("X-CSRF-Token", browser.csrfToken() + "x")
                .delete("/auth/sessions?scope=others")
                .then()
                .statusCode(403);
        browser.cookiesOnly().header("Cookie", browser.cookies()).get("/samples/user");
        browser.request().header("Authorization", "Bearer x").get("/samples/user");
        browser.signOut().then().statusCode(204);
        kept.callStatus();
        return kept;
    }

    private static String resetLink(TestUser user) {
        given().contentType(ContentType.JSON)
                .body(Map.of("email", user.username()))
                .post("/auth/password/forgot");
        List<TestMails.Received> mails = TestMails.sentTo(user.username());
        return mails.get(mails.size() - 1).token();
    }

    private static TestMails.Received notice(TestUser user) {
        user.signInWith("curl/8.5.0");
        user.signInWith("Wget/1.21");
        return TestMails.sentTo(user.username()).get(0);
    }

    /** As a table would show the bytes. */
    private static String hex(String base64) {
        return HexFormat.of().formatHex(Base64.getUrlDecoder().decode(base64));
    }

    private String everything() throws SQLException {
        StringBuilder all = new StringBuilder();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            for (String table : List.of(
                    "app_user",
                    "login_name",
                    "session",
                    "revoked_token",
                    "signing_key",
                    "audit_event",
                    "client",
                    "client_token",
                    "mail_outbox",
                    "action_link",
                    "pending_sign_up",
                    "address_request")) {
                try (ResultSet rows = statement.executeQuery("SELECT t::text FROM " + table + " t")) {
                    while (rows.next()) {
                        all.append(rows.getString(1)).append('\n');
                    }
                }
            }
        }
        return all.toString();
    }
}
