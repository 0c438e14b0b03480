package dev.latchkey.admin;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.Requirement;
import dev.latchkey.TestUser;
import dev.latchkey.TestUsers;
import dev.latchkey.Tokens;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Somebody must remain who can administrate; and how the first one comes about. */
@QuarkusTest
@TestProfile(LastAdministratorTest.Bootstrapped.class)
class LastAdministratorTest {

    @Test
    @Requirement("P-16")
    @DisplayName("the first administrator is the configured one; two who remove each other at once cannot both succeed")
    void lastAdministratorStays() throws Exception {
        Tokens first = signIn("root");
        String firstId = id(first);
        expectRefused(first, firstId, "{\"disabled\":true}");
        expectRefused(first, firstId, "{\"roles\":[]}");
        given().auth()
                .oauth2(first.access())
                .delete("/admin/users/" + firstId)
                .then()
                .statusCode(409);
        assertThat(first.callStatus()).isEqualTo(200);

        for (int round = 0; round < 10; round++) {
            TestUser other = TestUsers.user().withRole("admin").create();
            Tokens second = other.signIn();
            Tokens root = signIn("root");
            ExecutorService pool = Executors.newFixedThreadPool(2);
            try {
                List<Future<Integer>> replies = List.of(
                        pool.submit(() -> change(root, other.id().toString(), "{\"disabled\":true}")),
                        pool.submit(() -> change(second, firstId, "{\"disabled\":true}")));
                int root1 = replies.get(0).get();
                int second1 = replies.get(1).get();
                assertThat(List.of(root1, second1)).contains(200).isNotEqualTo(List.of(200, 200));
                if (second1 == 200) {
                    assertThat(change(second, firstId, "{\"disabled\":false}")).isEqualTo(200);
                    assertThat(change(signIn("root"), other.id().toString(), "{\"disabled\":true}"))
                            .isEqualTo(200);
                }
            } finally {
                pool.shutdownNow();
            }
        }
    }

    private static void expectRefused(Tokens tokens, String id, String body) {
        assertThat(change(tokens, id, body)).isEqualTo(409);
    }

    private static int change(Tokens tokens, String id, String body) {
        return given().auth()
                .oauth2(tokens.access())
                .contentType(ContentType.JSON)
                .body(body)
                .patch("/admin/users/" + id)
                .statusCode();
    }

    private static Tokens signIn(String username) {
        return given().contentType(ContentType.JSON)
                .body(Map.of("username", username, "password", TestUsers.PASSWORD))
                .post("/auth/sign-in")
                .as(Tokens.class);
    }

    private static String id(Tokens tokens) {
        return given().auth().oauth2(tokens.access()).get("/auth/me").path("id");
    }

    public static class Bootstrapped implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            // a database of its own: the other tests make administrators too
            return Map.of(
                    "latchkey.embedded-postgres.data-dir",
                    "target/embedded-postgres/bootstrap-"
                            + ProcessHandle.current().pid(),
                    "latchkey.bootstrap.admin.username",
                    "root",
                    "latchkey.bootstrap.admin.password",
                    TestUsers.PASSWORD);
        }
    }
}
