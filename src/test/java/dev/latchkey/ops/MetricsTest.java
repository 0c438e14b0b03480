package dev.latchkey.ops;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.Requirement;
import dev.latchkey.TestClient;
import dev.latchkey.TestUsers;
import dev.latchkey.Tokens;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The metrics that the README names. No personal data in them. */
@QuarkusTest
class MetricsTest {

    @Test
    void mainJobIsCounted() {
        Tokens tokens = TestUsers.user().create().signIn();
        tokens.refreshed();
        tokens.refreshed();
        given().contentType(ContentType.JSON)
                .body(Map.of("username", "nobody-at-all", "password", "wrong"))
                .post("/auth/sign-in")
                .then()
                .statusCode(401);
        TestClient client = TestClient.create();
        client.token();
        client.findsActive(tokens.access());
        new TestClient(client.id(), "wrong").introspect(tokens.access()).then().statusCode(401);
        tokens.signOut();

        assertThat(metrics())
                .contains(
                        "latchkey_sign_ins_total{outcome=\"success\"}",
                        "latchkey_sign_ins_total{outcome=\"invalid_credentials\"}",
                        "latchkey_refreshes_total{verdict=\"granted\"}",
                        "latchkey_refreshes_total{verdict=\"race\"}",
                        "latchkey_time_to_deny_seconds_bucket",
                        "latchkey_sessions_live",
                        "latchkey_sessions_waiting",
                        "latchkey_sessions_swept_timestamp_seconds",
                        "latchkey_sessions_ended_total{reason=\"signed_out\"}",
                        "latchkey_anomalies_total{kind=\"device\"}",
                        "latchkey_throttle_attempts_total{authenticator=\"password\",bucket=\"account\",outcome=\"failure\"}",
                        "latchkey_hashing_hashes_total",
                        "latchkey_hashing_refused_total",
                        "latchkey_hashing_queued",
                        "latchkey_hashing_active",
                        "latchkey_revocation_staleness_seconds",
                        "latchkey_revocation_entries",
                        "latchkey_revocation_listeners",
                        "latchkey_revocation_events_total",
                        "latchkey_revocation_listeners_cut_off_total",
                        "latchkey_client_tokens_total",
                        "latchkey_client_authentication_failures_total",
                        "latchkey_introspections_total{active=\"true\"}",
                        "latchkey_clock_offset_seconds",
                        "latchkey_signing_key_age_seconds",
                        "latchkey_signing_key_rotations_total",
                        "latchkey_signing_keys{state=\"signing\"}",
                        "latchkey_mails_total{outcome=\"sent\"}",
                        "latchkey_mails_total{outcome=\"failed\"}",
                        "latchkey_mails_waiting",
                        "latchkey_mails_oldest_age_seconds");
    }

    /** Whoever builds an alarm on one must not have to look for its meaning in the code. */
    @Test
    void everySeriesSaysWhatItIs() {
        Tokens tokens = TestUsers.user().create().signIn();
        tokens.refreshed();

        Set<String> explained = names("^# HELP (latchkey_\\S+) \\S.*$");

        assertThat(names("^# TYPE (latchkey_\\S+) .*$"))
                .contains("latchkey_sign_ins", "latchkey_refreshes", "latchkey_hashing_queued")
                .isSubsetOf(explained);
    }

    private static Set<String> names(String line) {
        return Pattern.compile(line, Pattern.MULTILINE)
                .matcher(metrics())
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
    }

    @Test
    @Requirement("E-05")
    @DisplayName("no names, no tokens, no ids")
    void metricsHoldNothingPersonal() {
        String username = TestUsers.user().create().username();
        Tokens tokens = TestUsers.user().withUsername("a-" + username).create().signIn();

        assertThat(metrics())
                .doesNotContain(username)
                .doesNotContain(tokens.session().id().toString())
                .doesNotContain("lkr_");
    }

    private static String metrics() {
        return given().get("/q/metrics").then().statusCode(200).extract().asString();
    }
}
