package dev.latchkey.oauth;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.latchkey.Requirement;
import dev.latchkey.TestClient;
import dev.latchkey.TestUsers;
import dev.latchkey.support.LogRecords;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code POST /oauth2/token}. */
@QuarkusTest
class TokenEndpointTest {

    private static final String FORM = "application/x-www-form-urlencoded";

    @Inject
    DataSource database;

    private final TestClient client = TestClient.create(List.of("read", "write"), "service");

    private static JsonNode claims(String token) throws Exception {
        return new ObjectMapper().readTree(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]));
    }

    private ValidatableResponse post(String form) {
        return given().contentType(FORM).body(form).post("/oauth2/token").then();
    }

    private String posted(String more) {
        return "grant_type=client_credentials&client_id=" + client.id() + "&client_secret=" + client.secret() + more;
    }

    @Requirement("L-01")
    @Test
    void logTellsOfEachTokenAndOfNothingRefused() throws Exception {
        try (LogRecords log = LogRecords.open()) {
            String token = client.token();
            client.tryToken(Map.of("scope", "admin")).then().statusCode(400);

            assertThat(log.messages())
                    .filteredOn(message -> message.contains(client.id()))
                    .singleElement()
                    .asString()
                    .contains("event=token_issued client=" + client.id() + " token="
                            + claims(token).path("jti").asText() + " ip=127.0.0.1 trace=")
                    .doesNotContain(token);
        }
    }

    @Requirement({"A-02", "A-05"})
    @Test
    void tokenSaysWhichClientAndNothingOfAPerson() throws Exception {
        String token = client.tryToken(Map.of())
                .then()
                .statusCode(200)
                .header("Cache-Control", equalTo("no-store"))
                .body("token_type", equalTo("Bearer"))
                .body("expires_in", equalTo(900))
                .body("scope", nullValue())
                .body("refresh_token", nullValue())
                .extract()
                .path("access_token");

        JsonNode claims = claims(token);
        Set<String> names = new TreeSet<>();
        claims.fieldNames().forEachRemaining(names::add);
        assertThat(names).containsExactly("aud", "client_id", "exp", "groups", "iat", "iss", "jti", "sub");
        assertThat(claims.path("sub").asText()).isEqualTo(client.id());
        assertThat(claims.path("client_id").asText()).isEqualTo(client.id());
        assertThat(claims.path("groups").get(0).asText()).isEqualTo("service");
        assertThat(claims.path("exp").asLong() - claims.path("iat").asLong()).isEqualTo(900);
    }

    /** As when another node replaced it a moment ago. */
    @Test
    void secretThatWasReplacedBuysNothingAlsoWhereItIsRemembered() throws SQLException {
        String other = TestClient.create("service").token();
        assertThat(client.findsActive(other)).isTrue();
        try (Connection connection = database.getConnection();
                PreparedStatement update =
                        connection.prepareStatement("UPDATE client SET secret_hash = sha256('another') WHERE id = ?")) {
            update.setString(1, client.id());
            assertThat(update.executeUpdate()).isOne();
        }

        client.tryToken(Map.of()).then().statusCode(401).body("error", equalTo("invalid_client"));
    }

    @Test
    void tokenHasTheRolesOfTheClientAndNoUserBehindIt() {
        String token = TestClient.create("user", "admin").token();

        given().auth().oauth2(token).get("/samples/user").then().statusCode(200);
        given().auth().oauth2(token).get("/admin/users").then().statusCode(200);
        given().auth().oauth2(token).get("/auth/me").then().statusCode(403);
        given().auth().oauth2(token).get("/auth/sessions").then().statusCode(403);
    }

    @Test
    void scopeIsWhatWasAskedForAndAllowed() throws Exception {
        String token = client.tryToken(Map.of("scope", "write"))
                .then()
                .statusCode(200)
                .body("scope", equalTo("write"))
                .extract()
                .path("access_token");
        assertThat(claims(token).path("scope").asText()).isEqualTo("write");

        for (String scope : List.of("admin", "read admin", "read  write", " read", "\"", "read\n")) {
            client.tryToken(Map.of("scope", scope)).then().statusCode(400).body("error", equalTo("invalid_scope"));
        }
    }

    @Test
    void secretInTheFormIsAsGood() {
        post(posted("")).statusCode(200);
        post(posted("&unknown=1&scope=")).statusCode(200).body("scope", nullValue());
    }

    @Requirement("O-15")
    @Test
    void bothWaysAtOnceAreRefused() {
        client.calling()
                .body(posted(""))
                .post("/oauth2/token")
                .then()
                .statusCode(400)
                .body("error", equalTo("invalid_request"));
        client.calling()
                .body("grant_type=client_credentials&client_id=another")
                .post("/oauth2/token")
                .then()
                .statusCode(400)
                .body("error", equalTo("invalid_request"));
        client.calling()
                .body("grant_type=client_credentials&client_id=" + client.id())
                .post("/oauth2/token")
                .then()
                .statusCode(200);
    }

    @Requirement({"E-02", "O-16"})
    @Test
    void wrongCredentialsAreAllTheSame() {
        String admin = TestUsers.user().withRole("admin").create().signIn().access();
        for (TestClient wrong : List.of(
                new TestClient(client.id(), "lkc_wrong"),
                new TestClient(client.id(), "x"),
                new TestClient("nobody", client.secret()),
                new TestClient("no body\u0000", client.secret()),
                new TestClient("'; --", client.secret()))) {
            wrong.tryToken(Map.of())
                    .then()
                    .statusCode(401)
                    .header("WWW-Authenticate", startsWith("Basic "))
                    .header("Cache-Control", equalTo("no-store"))
                    .body("error", equalTo("invalid_client"))
                    .body("error_description", equalTo("The client is unknown, or its secret is another."));
        }
        List<Map<String, String>> events = given().auth()
                .oauth2(admin)
                .get("/admin/audit?type=client_authn_fail&limit=5")
                .path("events");
        assertThat(events).extracting(event -> event.get("client_id")).contains(client.id());
        assertThat(events.toString()).doesNotContain("nobody").doesNotContain("lkc_");
    }

    @Requirement("E-02")
    @Test
    void missingOrMalformedCredentialsAre401() {
        post("grant_type=client_credentials").statusCode(401).body("error", equalTo("invalid_client"));
        for (String header : List.of(
                "Basic",
                "Basic !!!",
                "Basic " + Base64.getEncoder().encodeToString("nocolon".getBytes(StandardCharsets.UTF_8)),
                "Basic " + Base64.getEncoder().encodeToString("%zz:a".getBytes(StandardCharsets.UTF_8)),
                "Bearer x.y.z",
                "Digest a=b")) {
            given().header("Authorization", header)
                    .contentType(FORM)
                    .body("grant_type=client_credentials")
                    .post("/oauth2/token")
                    .then()
                    .statusCode(401)
                    .body("error", equalTo("invalid_client"));
        }
    }

    @Requirement("O-16")
    @Test
    void credentialsAreEncodedAsInForms() {
        String encoded = client.id().replace("-", "%2D") + ":" + client.secret().replace("_", "%5f");
        given().header(
                        "Authorization",
                        "basic " + Base64.getEncoder().encodeToString(encoded.getBytes(StandardCharsets.UTF_8)))
                .contentType(FORM)
                .body("grant_type=client_credentials")
                .post("/oauth2/token")
                .then()
                .statusCode(200);
    }

    @Requirement("E-02")
    @Test
    void grantTypesAreThoseOfTheServerAndOfTheClient() {
        client.calling()
                .body("scope=read")
                .post("/oauth2/token")
                .then()
                .statusCode(400)
                .body("error", equalTo("invalid_request"));
        client.calling()
                .body("grant_type=password")
                .post("/oauth2/token")
                .then()
                .statusCode(400)
                .body("error", equalTo("unsupported_grant_type"));
        String admin = TestUsers.user().withRole("admin").create().signIn().access();
        given().auth()
                .oauth2(admin)
                .contentType("application/json")
                .body("{\"grant_types\":[]}")
                .patch("/admin/clients/" + client.id())
                .then()
                .statusCode(200);
        client.tryToken(Map.of()).then().statusCode(400).body("error", equalTo("unauthorized_client"));
    }

    @Requirement("E-04")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "&grant_type=client_credentials",
                "&client_id=a",
                "&scope=read&scope=write",
                "&a=1&a=1",
                "&&",
                "&a=%",
                "&a=%g0",
                "&a=%ff",
                "&a=%C3",
                "& a=1",
                "&a=ä",
                "&a=1\n",
                "&a=1\u0000"
            })
    void formsThatCanBeReadInTwoWaysAre400(String more) {
        post(posted(more)).statusCode(400).body("error", equalTo("invalid_request"));
    }

    @Requirement("O-15")
    @Test
    void bodiesThatAreNoFormsAre400() {
        for (String type : List.of("application/json", "text/plain", "text/html")) {
            given().contentType(type)
                    .body(posted(""))
                    .post("/oauth2/token")
                    .then()
                    .statusCode(400)
                    .body("error", equalTo("invalid_request"));
        }
        post("").statusCode(401).body("error", equalTo("invalid_client"));
        given().get("/oauth2/token").then().statusCode(405);
    }

    @Requirement("T-08")
    @Test
    void bodiesThatAreTooLargeAre413() {
        post("x=" + "y".repeat(20_000)).statusCode(413).body("error", equalTo("invalid_request"));
    }

    @Test
    void metadataSaysWhatWorks() {
        given().get("/.well-known/oauth-authorization-server")
                .then()
                .statusCode(200)
                .body("issuer", equalTo("http://localhost:8080"))
                .body("token_endpoint", equalTo("http://localhost:8080/oauth2/token"))
                .body("grant_types_supported", equalTo(List.of("client_credentials")))
                .body("response_types_supported", equalTo(List.of()))
                .body("introspection_endpoint", notNullValue())
                .body("revocation_endpoint", notNullValue())
                .body("jwks_uri", notNullValue())
                .body("$", not(hasKey("authorization_endpoint")));
        given().get("/.well-known/openid-configuration").then().statusCode(404);
    }
}
