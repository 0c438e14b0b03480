package dev.latchkey.admin;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;

import dev.latchkey.Requirement;
import dev.latchkey.TestClient;
import dev.latchkey.TestUsers;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /admin/clients}. */
@QuarkusTest
class ClientAdministrationTest {

    private String admin;

    @BeforeEach
    void signInAsAdministrator() {
        admin = TestUsers.user().withRole("admin").create().signIn().access();
    }

    private RequestSpecification asAdmin() {
        return given().auth().oauth2(admin).contentType(ContentType.JSON);
    }

    private static String unique() {
        return "client-" + UUID.randomUUID();
    }

    private ValidatableResponse create(Map<String, Object> body) {
        return asAdmin().body(body).post("/admin/clients").then();
    }

    private TestClient created(Map<String, Object> more) {
        String id = unique();
        Map<String, Object> body =
                new HashMap<>(Map.of("client_id", id, "name", "Billing", "grant_types", List.of("client_credentials")));
        body.putAll(more);
        return new TestClient(id, create(body).statusCode(201).extract().path("client_secret"));
    }

    private ValidatableResponse change(TestClient client, Map<String, Object> body) {
        return asAdmin().body(body).patch("/admin/clients/" + client.id()).then();
    }

    private static int callStatus(String token) {
        return given().auth().oauth2(token).get("/revocations").statusCode();
    }

    @Test
    void everythingIsForAdministrators() {
        String path = "/admin/clients/" + TestClient.create().id();
        String user = TestUsers.user().create().signIn().access();
        String service = TestClient.create("service").token();
        for (String token : List.of(user, service)) {
            RequestSpecification caller = given().auth().oauth2(token).contentType(ContentType.JSON);
            assertThat(caller.get("/admin/clients").statusCode()).isEqualTo(403);
            assertThat(caller.get(path).statusCode()).isEqualTo(403);
            assertThat(caller.body("{}").post("/admin/clients").statusCode()).isEqualTo(403);
            assertThat(caller.body("{}").patch(path).statusCode()).isEqualTo(403);
            assertThat(caller.post(path + "/secret").statusCode()).isEqualTo(403);
            assertThat(caller.delete(path).statusCode()).isEqualTo(403);
        }
        assertThat(given().get("/admin/clients").statusCode()).isEqualTo(401);
    }

    @Test
    void createShowsTheSecretOnce() {
        String id = unique();
        create(Map.of(
                        "client_id", id,
                        "name", "Billing",
                        "roles", List.of("service", "auditor"),
                        "scopes", List.of("read"),
                        "grant_types", List.of("client_credentials"),
                        "redirect_uris", List.of("https://app.example.com/back", "http://localhost:3000/back")))
                .statusCode(201)
                .header("Location", endsWith("/admin/clients/" + id))
                .header("Cache-Control", equalTo("no-store"))
                .body("client_id", equalTo(id))
                .body("client_secret", matchesPattern("lkc_[A-Za-z0-9_-]{43}"))
                .body("roles", contains("auditor", "service"))
                .body("scopes", contains("read"))
                .body("grant_types", contains("client_credentials"))
                .body("redirect_uris.size()", equalTo(2))
                .body("disabled", equalTo(false));

        asAdmin()
                .get("/admin/clients/" + id)
                .then()
                .statusCode(200)
                .body("name", equalTo("Billing"))
                .body("client_secret", nullValue());
        asAdmin()
                .get("/admin/audit?client_id=" + id)
                .then()
                .body("events.type", hasItem("client_created"))
                .body("events.client_id", everyItem(equalTo(id)));
    }

    @Test
    void createWhenTheIdIsTakenThen409() {
        TestClient client = TestClient.create();
        create(Map.of("client_id", client.id(), "name", "Another"))
                .statusCode(409)
                .body("code", equalTo("client-id-taken"));
    }

    /** Users have UUIDs, and the service itself is {@code latchkey}. */
    @Requirement("A-05")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "01890000-0000-7000-8000-000000000000",
                "01890000-0000-7000-8000-00000000000A",
                "latchkey",
                "LatchKey",
                "",
                " ",
                "a b",
                "a:b",
                "-a",
                "ä",
                "a/b"
            })
    void createWhenTheIdCouldBeSomebodyElsesThen400(String id) {
        create(Map.of("client_id", id, "name", "A client")).statusCode(400).body("code", equalTo("invalid-request"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"client_id\":\"a\"}",
                "{\"client_id\":\"a\",\"name\":\"\"}",
                "{\"client_id\":\"a\",\"name\":\"b\",\"roles\":[\"no spaces\"]}",
                "{\"client_id\":\"a\",\"name\":\"b\",\"roles\":[null]}",
                "{\"client_id\":\"a\",\"name\":\"b\",\"scopes\":[\"a b\"]}",
                "{\"client_id\":\"a\",\"name\":\"b\",\"grant_types\":[\"password\"]}",
                "{\"client_id\":\"a\",\"name\":\"b\",\"grant_types\":[null]}",
                "{\"client_id\":\"a\",\"name\":\"b\",\"grant_types\":[1]}",
                "{\"client_id\":\"a\",\"name\":\"b\",\"redirect_uris\":[\"http://app.example.com/\"]}",
                "{\"client_id\":\"a\",\"name\":\"b\",\"redirect_uris\":[\"https://app.example.com/#x\"]}",
                "{\"client_id\":\"a\",\"name\":\"b\",\"redirect_uris\":[\"javascript:alert(1)\"]}",
                "{\"client_id\":\"a\",\"name\":\"b\",\"redirect_uris\":[\" \"]}",
                "{\"client_id\":\"a\",\"name\":\"b\",\"client_secret\":\"mine\"}"
            })
    void createWhenAMemberIsNotAsItHasToBeThen400(String body) {
        asAdmin().body(body).post("/admin/clients").then().statusCode(400);
    }

    @Test
    void listPagesThroughAllOfThem() {
        TestClient one = TestClient.create();
        TestClient other = TestClient.create();
        List<String> ids = new ArrayList<>();
        String query = "";
        for (String cursor = ""; cursor != null; query = "&cursor=" + cursor) {
            Response page = asAdmin().get("/admin/clients?limit=3" + query);
            List<String> onPage = page.path("clients.client_id");
            assertThat(onPage).hasSizeBetween(1, 3);
            ids.addAll(onPage);
            cursor = page.path("next_cursor");
        }

        assertThat(ids).contains(one.id(), other.id()).doesNotHaveDuplicates().isSorted();
        for (String bad : List.of("limit=0", "limit=201", "limit=x", "cursor=%20", "cursor=a%00b")) {
            asAdmin().get("/admin/clients?" + bad).then().statusCode(400);
        }
    }

    @Test
    void changeWhenNothingIsTakenAwayThenTokensStay() {
        TestClient client = created(Map.of("roles", List.of("service")));
        String token = client.token();

        change(client, Map.of("name", "Invoices", "roles", List.of("service", "auditor")))
                .statusCode(200)
                .body("name", equalTo("Invoices"))
                .body("roles", contains("auditor", "service"));

        assertThat(callStatus(token)).isEqualTo(200);
    }

    @Test
    void changeWhenARoleIsTakenAwayThenEndsTheTokens() {
        TestClient client = created(Map.of("roles", List.of("service", "auditor")));
        String token = client.token();

        change(client, Map.of("roles", List.of("service"))).statusCode(200);

        assertThat(callStatus(token)).isEqualTo(401);
        assertThat(callStatus(client.token())).isEqualTo(200);
    }

    @Test
    void changeWhenDisabledThenEndsTokensAndSecretUntilEnabled() {
        TestClient client = created(Map.of("roles", List.of("service")));
        String token = client.token();

        change(client, Map.of("disabled", true)).body("disabled", equalTo(true));
        assertThat(callStatus(token)).isEqualTo(401);
        client.tryToken(Map.of()).then().statusCode(401).body("error", equalTo("invalid_client"));
        client.introspect(token).then().statusCode(401);

        change(client, Map.of("disabled", false)).body("disabled", equalTo(false));
        assertThat(callStatus(token)).as("ended is ended").isEqualTo(401);
        assertThat(callStatus(client.token())).isEqualTo(200);
    }

    @Test
    void replaceSecretMakesTheOldOneWorthlessAndKeepsTokens() {
        TestClient client = created(Map.of("roles", List.of("service")));
        String token = client.token();

        String secret = asAdmin()
                .post("/admin/clients/" + client.id() + "/secret")
                .then()
                .statusCode(200)
                .header("Cache-Control", equalTo("no-store"))
                .extract()
                .path("client_secret");

        assertThat(secret).isNotEqualTo(client.secret());
        client.tryToken(Map.of()).then().statusCode(401);
        assertThat(callStatus(token)).isEqualTo(200);
        assertThat(callStatus(new TestClient(client.id(), secret).token())).isEqualTo(200);
    }

    @Test
    void deleteEndsTheTokens() {
        TestClient client = created(Map.of("roles", List.of("service")));
        String token = client.token();

        asAdmin().delete("/admin/clients/" + client.id()).then().statusCode(204);

        assertThat(callStatus(token)).isEqualTo(401);
        client.tryToken(Map.of()).then().statusCode(401);
        asAdmin().get("/admin/clients/" + client.id()).then().statusCode(404);
        asAdmin().delete("/admin/clients/" + client.id()).then().statusCode(404);
        asAdmin().body("{}").patch("/admin/clients/" + client.id()).then().statusCode(404);
        asAdmin().post("/admin/clients/" + client.id() + "/secret").then().statusCode(404);
        asAdmin().get("/admin/clients/%00").then().statusCode(404);
    }
}
