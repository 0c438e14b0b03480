package dev.latchkey.ops;

import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

import dev.latchkey.Requirement;
import dev.latchkey.revocation.CuttableProxy;
import dev.latchkey.revocation.RevocationConfig.WhenStale;
import dev.latchkey.revocation.TestNode;
import dev.latchkey.revocation.TestNode.Settings;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;

@QuarkusTest
class HealthChecksTest {

    private static Status status(HealthCheck check) {
        return check.call().getStatus();
    }

    @Test
    void readyWhenTheListIsCurrentThenSaysSoWithoutTheDatabase() {
        when().get("/q/health/ready")
                .then()
                .statusCode(200)
                .body("checks.name", hasItems("revocation-list", "clock", "signing-key"))
                .body("checks.name.findAll { it.contains('Database') }.size()", is(0))
                .body("checks.find { it.name == 'revocation-list' }.data.entries", notNullValue())
                .body("checks.find { it.name == 'revocation-list' }.data.staleness_seconds", notNullValue())
                .body("checks.find { it.name == 'clock' }.data.offset_millis", notNullValue())
                .body("checks.find { it.name == 'signing-key' }.status", is("UP"))
                .body("checks.find { it.name == 'signing-key' }.data.kid", notNullValue());
    }

    @Test
    void liveAndStartedThenAreUp() {
        when().get("/q/health/live").then().statusCode(200).body("checks.name", hasItem("revocation-follower"));
        when().get("/q/health/started").then().statusCode(200).body("checks.name", hasItem("revocation-list-loaded"));
        when().get("/q/health/live").then().body("checks.name", not(hasItem("revocation-list")));
    }

    /** A node that cannot know what is revoked leaves the balancer, and is not killed for it. */
    @Requirement("V-06")
    @Test
    void readyWhenTheListIsStaleThenIsDownAndLivenessIsNot() throws IOException {
        String jdbcUrl = ConfigProvider.getConfig().getValue("quarkus.datasource.jdbc.url", String.class);
        try (CuttableProxy proxy = new CuttableProxy(jdbcUrl);
                TestNode node = TestNode.start(
                        Settings.defaults().through(proxy).staleAfter(Duration.ofMillis(300), WhenStale.ACCEPT))) {
            HealthChecks checks = new HealthChecks(node.revocations);
            await().until(() -> status(checks.revocationList()) == Status.UP);

            proxy.cut();

            await().until(() -> status(checks.revocationList()) == Status.DOWN);
            assertThat(status(checks.follower())).isEqualTo(Status.UP);
            assertThat(status(checks.loaded())).isEqualTo(Status.UP);
            assertThat(status(checks.clock())).isEqualTo(Status.UP);
        }
    }

    @Test
    void readyWhenTheClockIsWrongThenIsDown() {
        Clock ahead = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(10));

        try (TestNode node = TestNode.start(Settings.defaults().clock(ahead, Duration.ofSeconds(2)))) {
            assertThat(status(new HealthChecks(node.revocations).clock())).isEqualTo(Status.DOWN);
        }
    }
}
