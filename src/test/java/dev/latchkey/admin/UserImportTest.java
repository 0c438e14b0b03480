package dev.latchkey.admin;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.latchkey.Requirement;
import dev.latchkey.TestUser;
import dev.latchkey.TestUsers;
import dev.latchkey.password.Passwords;
import dev.latchkey.user.Accounts;
import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What becomes of the users of {@code POST /admin/users/import}. */
@QuarkusTest
class UserImportTest {

    @Inject
    Passwords passwords;

    @Inject
    Accounts accounts;

    @Inject
    AgroalDataSource database;

    private ImportCalls calls;

    @BeforeEach
    void signInAsAdministrator() {
        calls = new ImportCalls(passwords, database);
    }

    @Test
    @DisplayName("a user with everything is as the line says, and signs in")
    void importedUserSignsIn() {
        UUID id = UUID.randomUUID();

        calls.send("""
                {"id":"%s","username":"%s","email":"%s@Example.COM","email_verified":true,"name":"Ada \u00dc \ud83d\ude80","roles":["editor"],\
                "disabled":false,"created_at":"2019-05-04T05:02:01.123456789+02:00","password_hash":"%s"}
                """.formatted(id, calls.own().toUpperCase(Locale.ROOT), calls.own(), calls.hash()))
                .statusCode(200)
                .body("imported", equalTo(1))
                .body("unchanged", equalTo(0))
                .body("failed", equalTo(0))
                .body("dry_run", equalTo(false))
                .body("errors", hasSize(0));

        show(id).statusCode(200)
                .body("username", equalTo(calls.own()))
                .body("email", equalTo(calls.own() + "@example.com"))
                .body("email_verified", equalTo(true))
                .body("name", equalTo("Ada \u00dc \ud83d\ude80"))
                .body("roles", containsInAnyOrder("editor", "user"))
                .body("disabled", equalTo(false))
                .body("created_at", equalTo("2019-05-04T03:02:01.123456Z"));
        assertThat(new TestUser(id, calls.own()).signIn().callStatus()).isEqualTo(200);
        assertThat(new TestUser(id, calls.own() + "@example.com").signIn().callStatus())
                .isEqualTo(200);
    }

    @Test
    void leastOfUsersHasTheRoleUserAndNoPassword() {
        calls.send("{\"username\":\"" + calls.own() + "\",\"email\":\"" + calls.own() + "@example.com\"}")
                .body("imported", equalTo(1));

        assertThat(signInStatus(calls.own())).isEqualTo(401);
        given().auth()
                .oauth2(calls.admin().access())
                .get("/admin/users?search=" + calls.own())
                .then()
                .body("users[0].roles", equalTo(List.of("user")))
                .body("users[0].email_verified", equalTo(false));
        // an address that nobody verified is nobody's name
        assertThat(TestUsers.user().withUsername(calls.own() + "@example.com").create())
                .isNotNull();
    }

    @Test
    @Requirement("P-16")
    @DisplayName("P-16: a disabled user stays out")
    void disabledUserStaysOut() {
        calls.send("{\"username\":\"%s\",\"disabled\":true,\"password_hash\":\"%s\"}"
                        .formatted(calls.own(), calls.hash()))
                .body("imported", equalTo(1));

        assertThat(signInStatus(calls.own())).isEqualTo(401);
    }

    @Test
    void administratorMayImportAdministrators() {
        UUID id = UUID.randomUUID();
        calls.send("{\"id\":\"%s\",\"username\":\"%s\",\"roles\":[\"admin\"],\"password_hash\":\"%s\"}"
                        .formatted(id, calls.own(), calls.hash()))
                .body("imported", equalTo(1));

        given().auth()
                .oauth2(new TestUser(id, calls.own()).signIn().access())
                .get("/admin/users?limit=1")
                .then()
                .statusCode(200);
    }

    @Nested
    @DisplayName("Sent again")
    class SentAgain {

        @Test
        @DisplayName("what is there is left alone, whatever has become of it")
        void sameLinesAreUnchanged() {
            String file = IntStream.range(0, 1100).mapToObj(calls::good).collect(Collectors.joining("\n"));
            calls.send(file).body("imported", equalTo(1100));
            TestUser user = new TestUser(new UUID(0, 1), calls.own() + "-7");
            given().auth()
                    .oauth2(user.signIn().access())
                    .contentType(ContentType.JSON)
                    .body("{\"name\":\"Renamed\"}")
                    .patch("/auth/me")
                    .then()
                    .statusCode(200);

            calls.send(file + "\n" + calls.good(2000))
                    .body("imported", equalTo(1))
                    .body("unchanged", equalTo(1100))
                    .body("failed", equalTo(0));

            given().auth().oauth2(user.signIn().access()).get("/auth/me").then().body("name", equalTo("Renamed"));
        }

        @Test
        @DisplayName("another line with the same username is an error and overwrites nothing")
        void otherLineOfTheSameNameIsAnError() {
            calls.send(calls.good(1)).body("imported", equalTo(1));

            calls.send("{\"username\":\"" + calls.own() + "-1\",\"roles\":[\"admin\"],\"name\":\"Mallory\"}")
                    .body("failed", equalTo(1))
                    .body("errors.code", equalTo(List.of("username-taken")));

            given().auth()
                    .oauth2(calls.admin().access())
                    .get("/admin/users?search=" + calls.own())
                    .then()
                    .body("users[0].roles", equalTo(List.of("user")));
        }

        @Test
        @DisplayName(
                "a line is recognised although its user has another address and username by now: no second account")
        void afterTheUsernameChanged() throws SQLException {
            String line =
                    "{\"username\":\"" + calls.own() + "@example.com\",\"email\":\"" + calls.own() + "@example.com\"}";
            calls.send(line).body("imported", equalTo(1));
            UUID id = UUID.fromString(
                    calls.text("SELECT id FROM app_user WHERE username = '" + calls.own() + "@example.com'"));
            assertThat(QuarkusTransaction.requiringNew()
                            .call(() -> accounts.takeAddress(id, calls.own() + "@example.org")))
                    .isTrue();

            calls.send(line).body("imported", equalTo(0)).body("unchanged", equalTo(1));
        }

        @Test
        void twiceInOneFile() {
            calls.send(calls.good(1) + "\n" + calls.good(1) + "\n{\"username\":\"" + calls.own() + "-1\"}\n"
                            + calls.good(2))
                    .body("imported", equalTo(2))
                    .body("unchanged", equalTo(1))
                    .body("errors.line", equalTo(List.of(3)))
                    .body("errors.code", equalTo(List.of("username-taken")));
        }
    }

    @Test
    @Requirement("A-05")
    @DisplayName("names, verified addresses and ids of others, present and past, are taken")
    void whatIsTaken() {
        TestUser there = TestUsers.user().create();
        TestUser gone = TestUsers.user().create();
        given().auth()
                .oauth2(calls.admin().access())
                .delete("/admin/users/" + gone.id())
                .then()
                .statusCode(204);
        UUID id = UUID.randomUUID();

        calls.send(String.join(
                        "\n",
                        "{\"username\":\"" + there.username() + "\"}",
                        "{\"username\":\"" + calls.own() + "a\",\"email\":\"" + there.username()
                                + "\",\"email_verified\":true}",
                        "{\"username\":\"" + calls.own() + "b\",\"id\":\"" + there.id() + "\"}",
                        "{\"username\":\"" + calls.own() + "c\",\"id\":\"" + gone.id() + "\"}",
                        "{\"username\":\"" + calls.own() + "d\",\"id\":\"" + id + "\"}",
                        "{\"username\":\"" + calls.own() + "e\",\"id\":\"" + id + "\"}",
                        // not verified, so nobody's name
                        "{\"username\":\"" + calls.own() + "f\",\"email\":\"" + there.username() + "\"}"))
                .body("imported", equalTo(2))
                .body("errors.line", equalTo(List.of(1, 2, 3, 4, 6)))
                .body(
                        "errors.code",
                        equalTo(List.of("username-taken", "email-taken", "id-taken", "id-taken", "id-taken")));
    }

    @Test
    @DisplayName("whoever signs up while a batch is written keeps the name, and the others are imported")
    void nameTakenMeanwhile() throws Exception {
        String other = TestUsers.unique();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            UUID id = UUID.randomUUID();
            statement.execute("INSERT INTO login_name VALUES ('" + calls.own() + "-2', '" + id + "')");
            statement.execute("INSERT INTO app_user (id, username, roles, created_at) VALUES ('" + id + "', '" + other
                    + "', '{user}', '2026-01-01')");
            CompletableFuture<ValidatableResponse> reply = CompletableFuture.supplyAsync(
                    () -> calls.send(calls.good(1) + "\n{\"username\":\"" + calls.own() + "-3\",\"email\":\""
                            + calls.own() + "-3@example.com\",\"email_verified\":true}\n" + calls.good(2)));
            await().until(() -> calls.number("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                            + " AND query LIKE '%INTO login_name%'")
                    > 0);
            connection.commit();
            connection.setAutoCommit(true);

            reply.get()
                    .body("imported", equalTo(2))
                    .body("errors.line", equalTo(List.of(3)))
                    .body("errors.code", equalTo(List.of("username-taken")));
        }
    }

    @Test
    @DisplayName("a dry run says the same and writes nothing, not even that it was")
    void dryRunWritesNothing() throws SQLException {
        calls.send(calls.good(1));
        String everything = "SELECT (SELECT count(*) FROM app_user WHERE username LIKE '" + calls.own()
                + "%') + (SELECT count(*) FROM login_name WHERE name LIKE '" + calls.own()
                + "%') + (SELECT count(*) FROM audit_event WHERE actor_id = (SELECT id FROM app_user WHERE username = '"
                + calls.adminName() + "'))";
        long before = calls.number(everything);

        calls.send(calls.good(1) + "\n" + calls.good(2) + "\nx\n" + calls.good(3), "?dry_run=true")
                .statusCode(200)
                .body("dry_run", equalTo(true))
                .body("imported", equalTo(2))
                .body("unchanged", equalTo(1))
                .body("errors.line", equalTo(List.of(3)));

        assertThat(calls.number(everything)).isEqualTo(before);
    }

    @Test
    @Requirement("L-01")
    @DisplayName("L-01: an event for each user and one for the import, by whom and with the counts, all of one trace")
    void importIsAudited() throws SQLException {
        calls.send(calls.good(1) + "\nx\n" + calls.good(2)).body("imported", equalTo(2));

        String trace =
                calls.text("SELECT trace_id FROM audit_event WHERE type = 'users_imported' AND outcome = 'success'"
                        + " AND reason = 'imported=2 unchanged=0 failed=1' AND actor_id = '" + calls.adminId() + "'");
        assertThat(calls.number(
                        "SELECT count(*) FROM audit_event e JOIN app_user u ON u.id = e.user_id WHERE e.type = 'user_created'"
                                + " AND e.actor_id = '" + calls.adminId() + "' AND e.trace_id = '" + trace
                                + "' AND u.username LIKE '" + calls.own() + "%'"))
                .isEqualTo(2);
    }

    private ValidatableResponse show(UUID id) {
        return given().auth()
                .oauth2(calls.admin().access())
                .get("/admin/users/" + id)
                .then();
    }

    private int signInStatus(String username) {
        return given().contentType(ContentType.JSON)
                .body(Map.of("username", username, "password", TestUsers.PASSWORD))
                .post("/auth/sign-in")
                .statusCode();
    }
}
