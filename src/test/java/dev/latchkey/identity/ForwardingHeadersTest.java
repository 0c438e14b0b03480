package dev.latchkey.identity;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import dev.latchkey.Requirement;
import dev.latchkey.SessionRows;
import dev.latchkey.TestUser;
import dev.latchkey.TestUsers;
import dev.latchkey.Tokens;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Without trusted proxies nobody is believed. Standards C-15. */
@QuarkusTest
class ForwardingHeadersTest {

    private static final String FORGED = "203.0.113.66";

    @Inject
    SessionRows rows;

    private final TestUser user = TestUsers.user().create();

    @Test
    @Requirement("C-15")
    @DisplayName("neither the device list nor the audit shows a forged address")
    void forgedAddressIsNotStored() {
        signIn("wrong").then().statusCode(401);
        Tokens tokens =
                signIn(TestUsers.PASSWORD).then().statusCode(200).extract().as(Tokens.class);
        forging()
                .contentType(ContentType.JSON)
                .body(Map.of("refresh_token", tokens.refresh()))
                .post("/auth/refresh")
                .then()
                .statusCode(200);

        forging()
                .auth()
                .oauth2(tokens.access())
                .get("/auth/sessions")
                .then()
                .body("sessions.ip", everyItem(is("127.0.0.1")));
        assertThat(rows.auditOf(user.id()))
                .contains("authn_login_fail", "127.0.0.1")
                .doesNotContain(FORGED);
    }

    @Test
    @Requirement("C-15")
    @DisplayName("no address of ours is made from a forged host")
    void forgedHostIsNotEchoed() {
        String administrator =
                TestUsers.user().withRole("admin").create().signIn().access();

        Response created = forging()
                .auth()
                .oauth2(administrator)
                .contentType(ContentType.JSON)
                .body(Map.of("username", TestUsers.unique(), "password", TestUsers.PASSWORD))
                .post("/admin/users");

        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(created.header("Location")).doesNotContain("evil").doesNotContain("https");
        forging().get("/samples/user").then().statusCode(401).header("WWW-Authenticate", not("evil"));
    }

    private Response signIn(String password) {
        return forging()
                .contentType(ContentType.JSON)
                .body(Map.of("username", user.username(), "password", password))
                .post("/auth/sign-in");
    }

    private static RequestSpecification forging() {
        return given().header("X-Forwarded-For", FORGED)
                .header("Forwarded", "for=" + FORGED + ";host=evil.example;proto=https")
                .header("X-Real-IP", FORGED)
                .header("X-Forwarded-Host", "evil.example")
                .header("X-Forwarded-Proto", "https")
                .header("X-Forwarded-Port", "6666")
                .header("X-Forwarded-Prefix", "/evil");
    }
}
