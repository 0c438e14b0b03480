package dev.latchkey.admin;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;

import dev.latchkey.Requirement;
import dev.latchkey.TestUser;
import dev.latchkey.TestUsers;
import dev.latchkey.Tokens;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** {@code /admin/users}. */
@Requirement("S-08")
@QuarkusTest
class UserAdministrationTest {

    private final TestUser user = TestUsers.user().create();
    private Tokens admin;

    @BeforeEach
    void signInAsAdministrator() {
        admin = TestUsers.user().withRole("admin").create().signIn();
    }

    @Nested
    @DisplayName("As anybody else")
    class AsAnybodyElse {

        @Test
        void everythingIsForbidden() {
            String token = user.signIn().access();
            String path = "/admin/users/" + user.id();
            given().auth()
                    .oauth2(token)
                    .get("/admin/users")
                    .then()
                    .statusCode(403)
                    .body("code", equalTo("forbidden"));
            given().auth().oauth2(token).get(path).then().statusCode(403);
            given().auth().oauth2(token).delete(path).then().statusCode(403);
            given().auth().oauth2(token).delete(path + "/sessions").then().statusCode(403);
            given().auth()
                    .oauth2(token)
                    .contentType(ContentType.JSON)
                    .body("{\"roles\":[\"admin\"]}")
                    .patch(path)
                    .then()
                    .statusCode(403);
            given().get("/admin/users").then().statusCode(401);
        }
    }

    @Test
    @Requirement("P-16")
    @DisplayName(
            "an administrator's password for somebody is good for choosing another one, and then the user signs in")
    void createThenUserChoosesAPasswordAndSignsIn() {
        String name = TestUsers.unique();

        ValidatableResponse created =
                create(Map.of("username", name, "password", TestUsers.PASSWORD, "roles", List.of("editor")));
        created.statusCode(201)
                .header("Location", endsWith("/admin/users/" + created.extract().path("id")))
                .body("roles", contains("editor", "user"))
                .body("disabled", equalTo(false));

        String token = signIn(name, TestUsers.PASSWORD)
                .statusCode(403)
                .body("code", equalTo("password-change-required"))
                .extract()
                .path("token");
        reset(token, TestUsers.PASSWORD).statusCode(400).body("reasons", contains("unchanged"));
        reset(token, "four other words entirely").statusCode(204);
        signIn(name, "four other words entirely").statusCode(200);
    }

    private static ValidatableResponse signIn(String name, String password) {
        return given().contentType(ContentType.JSON)
                .body(Map.of("username", name, "password", password))
                .post("/auth/sign-in")
                .then();
    }

    private static ValidatableResponse reset(String token, String password) {
        return given().contentType(ContentType.JSON)
                .body(Map.of("token", token, "new_password", password))
                .post("/auth/password/reset")
                .then();
    }

    @Test
    void createWhenNameIsTakenThen409() {
        create(Map.of("username", user.username())).statusCode(409).body("code", equalTo("username-taken"));
    }

    @Test
    void createWithBadMembersThen400() {
        create(Map.of("username", "a b")).statusCode(400);
        create(Map.of("username", TestUsers.unique(), "roles", List.of("no spaces")))
                .statusCode(400);
        create(Map.of("username", TestUsers.unique(), "password", "short"))
                .statusCode(400)
                .body("code", equalTo("weak-password"));
        create(Map.of("username", TestUsers.unique(), "email", "no-address")).statusCode(400);
    }

    @Test
    void listIsPaged() {
        List<String> ids = new ArrayList<>();
        String cursor = null;
        do {
            RequestSpecification request = asAdmin().queryParam("limit", 3);
            if (cursor != null) {
                request.queryParam("cursor", cursor);
            }
            var page =
                    request.get("/admin/users").then().statusCode(200).extract().jsonPath();
            List<String> onPage = page.getList("users.id");
            assertThat(onPage).hasSizeBetween(1, 3);
            ids.addAll(onPage);
            cursor = page.getString("next_cursor");
        } while (cursor != null);

        assertThat(ids).doesNotHaveDuplicates().contains(user.id().toString());
        asAdmin().queryParam("cursor", "x").get("/admin/users").then().statusCode(400);
        asAdmin().queryParam("limit", "abc").get("/admin/users").then().statusCode(400);
        asAdmin().queryParam("limit", 0).get("/admin/users").then().statusCode(400);
        asAdmin().queryParam("limit", 10_000).get("/admin/users").then().statusCode(400);
    }

    @Test
    @Requirement("S-10")
    @DisplayName("disabling ends every session at once")
    void disableThenTokensAreRefusedAndSignInFails() {
        Tokens tokens = user.signIn();

        change("{\"disabled\":true}").statusCode(200).body("disabled", equalTo(true));

        assertThat(tokens.callStatus()).isEqualTo(401);
        tokens.tryRefresh().then().statusCode(401).body("reason", equalTo("disabled"));
        change("{\"disabled\":false}").statusCode(200);
        assertThat(tokens.callStatus()).isEqualTo(401);
        tokens.tryRefresh().then().statusCode(401).body("reason", equalTo("disabled"));
        assertThat(user.signIn().callStatus()).isEqualTo(200);
    }

    @Test
    @Requirement("S-14")
    @DisplayName("a role given shows at the next refresh, one taken ends the sessions")
    void changeRoles() {
        Tokens tokens = user.signIn();
        change("{\"roles\":[\"admin\"]}").statusCode(200).body("roles", contains("admin", "user"));
        assertThat(tokens.callStatus()).isEqualTo(200);
        Tokens promoted = tokens.refreshed();
        given().auth().oauth2(promoted.access()).get("/samples/admin").then().statusCode(200);

        change("{\"roles\":[]}").statusCode(200).body("roles", contains("user"));

        given().auth().oauth2(promoted.access()).get("/samples/admin").then().statusCode(401);
        promoted.tryRefresh().then().statusCode(401).body("reason", equalTo("role_removed"));
    }

    @Test
    void signOutEverywhere() {
        Tokens tokens = user.signIn();

        asAdmin().delete("/admin/users/" + user.id() + "/sessions").then().statusCode(204);

        assertThat(tokens.callStatus()).isEqualTo(401);
        tokens.tryRefresh().then().body("reason", equalTo("administrator"));
    }

    @Test
    @Requirement("A-05")
    @DisplayName("a deleted user's name may be used again, under another id")
    void deleteThenNameIsFreeAndIdIsNot() {
        Tokens tokens = user.signIn();

        asAdmin().delete("/admin/users/" + user.id()).then().statusCode(204);

        assertThat(tokens.callStatus()).isEqualTo(401);
        tokens.tryRefresh().then().statusCode(401);
        asAdmin().get("/admin/users/" + user.id()).then().statusCode(404);
        assertThat(TestUsers.user().withUsername(user.username()).create().id()).isNotEqualTo(user.id());
    }

    @Test
    void unknownUserThen404() {
        String path = "/admin/users/" + UUID.randomUUID();
        asAdmin().get(path).then().statusCode(404);
        asAdmin().delete(path).then().statusCode(404);
        asAdmin().delete(path + "/sessions").then().statusCode(404);
        asAdmin().contentType(ContentType.JSON).body("{}").patch(path).then().statusCode(404);
        asAdmin().get("/admin/users/not-an-id").then().statusCode(404);
    }

    @Test
    @DisplayName("C-03: roles are bounded together, so that tokens fit a cookie")
    void rolesAreBoundedTogether() {
        List<String> most = java.util.stream.Stream.iterate(0, i -> i + 1)
                .limit(50)
                .map(i -> "r%019d".formatted(i))
                .toList();
        List<String> oneMore = new java.util.ArrayList<>(most);
        oneMore.set(0, "r".repeat(21));

        create(Map.of("username", TestUsers.unique(), "roles", most)).statusCode(201);
        create(Map.of("username", TestUsers.unique(), "roles", oneMore))
                .statusCode(400)
                .body("code", equalTo("invalid-request"));
        change("{\"roles\":[\"" + String.join("\",\"", oneMore) + "\"]}").statusCode(400);
    }

    private ValidatableResponse create(Map<String, Object> body) {
        return asAdmin()
                .contentType(ContentType.JSON)
                .body(body)
                .post("/admin/users")
                .then();
    }

    private ValidatableResponse change(String body) {
        return asAdmin()
                .contentType(ContentType.JSON)
                .body(body)
                .patch("/admin/users/" + user.id())
                .then();
    }

    private RequestSpecification asAdmin() {
        return given().auth().oauth2(admin.access());
    }
}
