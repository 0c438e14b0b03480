package dev.latchkey.admin;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

import dev.latchkey.Requirement;
import dev.latchkey.TestUser;
import dev.latchkey.TestUsers;
import dev.latchkey.Tokens;
import dev.latchkey.support.TestClock;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code GET /admin/audit}. */
@QuarkusTest
class AuditTrailTest {

    @Inject
    TestClock clock;

    private final TestUser user = TestUsers.user().create();
    private Tokens admin;

    @BeforeEach
    void signInAsAdministrator() {
        admin = TestUsers.user().withRole("admin").create().signIn();
    }

    @Test
    void onlyAdministratorsMayRead() {
        given().auth()
                .oauth2(user.signIn().access())
                .get("/admin/audit")
                .then()
                .statusCode(403)
                .body("code", equalTo("forbidden"));
        given().get("/admin/audit").then().statusCode(401);
    }

    @Test
    @Requirement("L-01")
    @DisplayName("sign-in, failure and end, newest first, with all that is known about each")
    void eventsAreListedNewestFirst() {
        clock.advance(Duration.ofSeconds(1));
        String trace = failSignIn();
        clock.advance(Duration.ofSeconds(1));
        Instant signedInAt = clock.instant();
        Tokens tokens = user.signIn();
        clock.advance(Duration.ofSeconds(1));
        tokens.signOut();

        String session = tokens.session().id().toString();
        list(Map.of("user_id", user.id().toString()))
                .header("Cache-Control", equalTo("no-store"))
                .body(
                        "events.type",
                        contains("session_ended", "authn_login_success", "authn_login_fail", "user_created"))
                .body("events[0].reason", equalTo("signed_out"))
                .body("events[0].session_id", equalTo(session))
                .body("events[0].actor_id", equalTo(user.id().toString()))
                .body("events.ip", contains("127.0.0.1", "127.0.0.1", "127.0.0.1", null)) // no request made the user
                .body("events[1].id", notNullValue())
                .body("events[1].at", equalTo(signedInAt.toString()))
                .body("events[1].outcome", equalTo("success"))
                .body("events[1].severity", equalTo("info"))
                .body("events[1].user_id", equalTo(user.id().toString()))
                .body("events[1].session_id", equalTo(session))
                .body("events[2].outcome", equalTo("failure"))
                .body("events[2].severity", equalTo("warning"))
                .body("events[2].trace_id", equalTo(trace))
                .body("next_cursor", equalTo(null));
    }

    @Test
    @Requirement("L-01")
    @DisplayName("what an administrator does, and what follows from it, is from the administrator's address")
    void actsOfAdministratorsHaveASource() {
        user.signIn();
        clock.advance(Duration.ofSeconds(1));
        Instant since = clock.instant();

        administrate(Map.of("disabled", true))
                .patch("/admin/users/" + user.id())
                .then()
                .statusCode(200);
        given().auth()
                .oauth2(admin.access())
                .delete("/admin/users/" + user.id())
                .then()
                .statusCode(204);
        String kid = administrate(Map.of())
                .post("/admin/keys/rotate")
                .then()
                .statusCode(201)
                .extract()
                .path("kid");
        given().auth()
                .oauth2(admin.access())
                .post("/admin/keys/" + kid + "/withdraw")
                .then()
                .statusCode(204);
        String client = "client-" + user.id();
        administrate(Map.of("client_id", client, "name", "C", "roles", List.of(), "grant_types", List.of()))
                .post("/admin/clients")
                .then()
                .statusCode(201);

        list(ofUser("since", since.toString()))
                .body("events.type", hasItems("session_ended", "user_disabled", "user_updated", "user_deleted"))
                .body("events.ip", everyItem(equalTo("127.0.0.1")));
        for (String type : List.of("signing_key_published", "signing_key_withdrawn")) {
            list(Map.of("type", type)).body("events.find { it.reason == '" + kid + "' }.ip", equalTo("127.0.0.1"));
        }
        list(Map.of("client_id", client)).body("events.ip", contains("127.0.0.1"));
    }

    private RequestSpecification administrate(Map<String, Object> body) {
        return given().auth()
                .oauth2(admin.access())
                .contentType(ContentType.JSON)
                .body(body);
    }

    @Test
    void pagesFollowEachOtherWithoutGapOrRepetition() {
        for (int i = 0; i < 4; i++) {
            user.signIn();
        }
        Map<String, String> query = new HashMap<>(Map.of("user_id", user.id().toString(), "limit", "2"));
        List<String> ids = new ArrayList<>();
        String cursor;
        do {
            var page = list(query).extract().jsonPath();
            List<String> onPage = page.getList("events.id");
            assertThat(onPage).hasSizeBetween(1, 2);
            ids.addAll(onPage);
            cursor = page.getString("next_cursor");
            query.put("cursor", String.valueOf(cursor));
        } while (cursor != null);

        assertThat(ids).hasSize(5).doesNotHaveDuplicates().isSortedAccordingTo((a, b) -> b.compareTo(a));
    }

    @Test
    void everyFilterPicks() {
        String trace = failSignIn();
        Tokens kept = user.signIn();
        Tokens ended = user.signIn();
        clock.advance(Duration.ofSeconds(1));
        ended.signOut();
        String session = ended.session().id().toString();

        list(Map.of("session_id", session)).body("events.type", contains("session_ended", "authn_login_success"));
        list(Map.of("trace_id", trace)).body("events.type", contains("authn_login_fail"));
        list(ofUser("type", "authn_login_success"))
                .body("events", hasSize(2))
                .body("events.session_id", hasItem(kept.session().id().toString()));
        list(ofUser("outcome", "failure")).body("events.type", contains("authn_login_fail"));
        list(ofUser("severity", "warning")).body("events.type", contains("authn_login_fail"));
        list(ofUser("severity", "critical")).body("events", empty());
        list(Map.of("severity", "info", "limit", "200")).body("events.severity", everyItem(equalTo("info")));
    }

    @Test
    @DisplayName("since is the first moment of the events, until the first after them, both to the microsecond")
    void timesBoundTheEvents() {
        clock.advance(Duration.ofSeconds(1));
        Instant at = clock.instant().plusNanos(123_456_000);
        clock.advance(Duration.ofNanos(123_456_000));
        user.signIn();
        clock.advance(Duration.ofNanos(1_000));
        String tick = clock.instant().toString();

        list(ofUser("since", at.toString())).body("events.type", contains("authn_login_success"));
        list(ofUser("since", tick)).body("events", empty());
        list(ofUser("until", tick)).body("events.type", contains("authn_login_success", "user_created"));
        list(ofUser("until", at.toString())).body("events.type", not(hasItem("authn_login_success")));
        list(ofUser("since", at.toString().replace("Z", "-00:00"))).body("events", hasSize(1));
        list(ofUser("since", "0000-01-01T00:00:00Z")).body("events", hasSize(2));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "user_id | 7",
                "user_id | 1-1-1-1-1",
                "session_id | x",
                "type | authn_login",
                "type | AUTHN_LOGIN_FAIL",
                "outcome | won",
                "severity | fatal",
                "since | yesterday",
                "since | 2026-11-21",
                "until | 2026-11-21T12:00:00",
                "until | +10000-01-01T00:00:00Z",
                "trace_id | 0123456789ABCDEF0123456789ABCDEF",
                "trace_id | %",
                "client_id | %",
                "limit | 0",
                "limit | 201",
                "limit | ten",
                "cursor | next"
            })
    void whatCannotBeReadIsNamed(String parameter, String value) {
        given().auth()
                .oauth2(admin.access())
                .queryParam(parameter, value)
                .get("/admin/audit")
                .then()
                .statusCode(400)
                .body("code", equalTo("invalid-request"))
                .body("errors[0].member", equalTo(parameter));
    }

    @Test
    @DisplayName("a misspelt or repeated filter is refused rather than left out")
    void unknownAndRepeatedParametersAreRefused() {
        given().auth()
                .oauth2(admin.access())
                .get("/admin/audit?user=7")
                .then()
                .statusCode(400)
                .body("known_parameters", hasItem("user_id"));
        given().auth()
                .oauth2(admin.access())
                .get("/admin/audit?type=session_ended&type=user_created")
                .then()
                .statusCode(400)
                .body("errors[0].member", equalTo("type"));
    }

    private Map<String, String> ofUser(String parameter, String value) {
        return Map.of("user_id", user.id().toString(), parameter, value);
    }

    private ValidatableResponse list(Map<String, String> query) {
        return given().auth()
                .oauth2(admin.access())
                .queryParams(query)
                .get("/admin/audit")
                .then()
                .statusCode(200);
    }

    /** @return the trace id of the reply */
    private String failSignIn() {
        String instance = given().contentType(ContentType.JSON)
                .body(Map.of("username", user.username(), "password", "not the right one"))
                .post("/auth/sign-in")
                .then()
                .statusCode(401)
                .extract()
                .path("instance");
        return instance.substring(instance.lastIndexOf(':') + 1);
    }
}
