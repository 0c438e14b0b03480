package dev.latchkey.admin;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import dev.latchkey.Requirement;
import dev.latchkey.TestUser;
import dev.latchkey.TestUsers;
import dev.latchkey.Tokens;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code GET /admin/users} with its filters. */
@QuarkusTest
class UserListTest {

    /** Letters and digits that no other test's users begin with. */
    private final String own = "l" + UUID.randomUUID().toString().replace("-", "");

    private Tokens admin;

    @BeforeEach
    void signInAsAdministrator() {
        admin = TestUsers.user().withRole("admin").create().signIn();
    }

    @ParameterizedTest
    @Requirement("P-15")
    @DisplayName("P-15: a beginning in any spelling, of a username, an address, a name, and nothing else")
    @CsvSource(
            delimiter = '|',
            value = {
                "$own | true",
                "$own-a | true",
                "$OWN-ADA | true",
                "$own-ada@example.com | true",
                "$own-\uFF21\uFF44\uFF41 | true",
                "Countess $own | true",
                "countess $OWN of l | true",
                "mail.$own | true",
                "-ada | false",
                "$own-b | false",
                "of Lovelace | false",
                "$own% | false",
                "%$own | false",
                "_ountess $own | false",
                "$own\\ | false",
                "$own'--  | false",
                "Countess  $own | false"
            })
    void searchFindsBeginnings(String search, boolean found) {
        UUID ada = TestUsers.user()
                .withUsername(own + "-ada@example.com")
                .withName("Countess " + own + " of Lovelace")
                .create()
                .id();
        UUID other = TestUsers.user().withUsername("mail." + own).create().id();

        List<String> ids = list(Map.of(
                        "search", search.replace("$own", own).replace("$OWN", own.toUpperCase(java.util.Locale.ROOT))))
                .getList("users.id");

        assertThat(ids).isEqualTo(!found ? List.of() : List.of((search.startsWith("mail") ? other : ada).toString()));
    }

    @Test
    void filtersAreAllToApply() {
        TestUser plain = TestUsers.user().withUsername(own + "1").create();
        TestUser editor =
                TestUsers.user().withUsername(own + "2").withRole("editor").create();
        TestUser disabled =
                TestUsers.user().withUsername(own + "3").withRole("editor").create();
        given().auth()
                .oauth2(admin.access())
                .contentType("application/json")
                .body("{\"disabled\":true}")
                .patch("/admin/users/" + disabled.id())
                .then()
                .statusCode(200);

        assertThat(found(Map.of("role", "user"))).containsExactlyInAnyOrder(plain, editor, disabled);
        assertThat(found(Map.of("role", "editor"))).containsExactlyInAnyOrder(editor, disabled);
        assertThat(found(Map.of("role", "editor", "disabled", "true"))).containsExactly(disabled);
        assertThat(found(Map.of("disabled", "false"))).containsExactlyInAnyOrder(plain, editor);
        assertThat(found(Map.of("role", "edit"))).isEmpty();
        assertThat(list(Map.of("role", own)).getList("users")).isEmpty();
    }

    @Test
    @DisplayName("whoever is there throughout stands on one page, whoever comes and goes")
    void cursorHoldsWhileUsersComeAndGo() {
        List<String> staying = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            staying.add(TestUsers.user().withUsername(own + i).create().id().toString());
        }

        JsonPath page = list(Map.of("search", own, "limit", 2));
        List<String> seen = new ArrayList<>(page.getList("users.id"));
        String cursor = seen.get(1);
        String unseen =
                staying.stream().filter(id -> !seen.contains(id)).findAny().orElseThrow();
        for (String going : List.of(cursor, unseen)) {
            delete(going);
            staying.remove(going);
        }
        TestUsers.user().withUsername(own + "new").create();
        while (page.getString("next_cursor") != null) {
            page = list(Map.of("search", own, "limit", 2, "cursor", page.getString("next_cursor")));
            seen.addAll(page.getList("users.id"));
        }

        assertThat(seen).doesNotHaveDuplicates().containsAll(staying).doesNotContain(unseen);
    }

    @ParameterizedTest
    @DisplayName("a parameter that is not as it has to be is refused and named")
    @ValueSource(
            strings = {
                "limit=0",
                "limit=201",
                "limit=1e2",
                "cursor=x",
                "cursor=1-1-1-1-1",
                "disabled=TRUE",
                "disabled=1"
            })
    void badParameterThen400(String query) {
        ask(query)
                .statusCode(400)
                .body("code", equalTo("invalid-request"))
                .body("errors.member", hasItem(query.split("=", 2)[0]));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "search=%00",
                "search=a%0Ab",
                "search=a&search=b",
                "roles=user",
                "q=ada",
                "role=%00",
                "role=no%20name"
            })
    void whatIsNoSearchThen400(String query) {
        ask(query).statusCode(400).body("code", equalTo("invalid-request"));
    }

    private List<TestUser> found(Map<String, String> filter) {
        Map<String, Object> query = new HashMap<>(filter);
        query.put("search", own);
        List<Map<String, String>> users = list(query).getList("users");
        return users.stream()
                .map(user -> new TestUser(UUID.fromString(user.get("id")), user.get("username")))
                .toList();
    }

    private JsonPath list(Map<String, ?> query) {
        return given().auth()
                .oauth2(admin.access())
                .queryParams(query)
                .get("/admin/users")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private ValidatableResponse ask(String query) {
        return given().auth()
                .oauth2(admin.access())
                .urlEncodingEnabled(false)
                .get("/admin/users?" + query)
                .then();
    }

    private void delete(String id) {
        given().auth()
                .oauth2(admin.access())
                .delete("/admin/users/" + id)
                .then()
                .statusCode(204);
    }
}
