package dev.latchkey.identity;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.latchkey.HeaderScan;
import dev.latchkey.Requirement;
import dev.latchkey.support.LogRecords;
import dev.latchkey.token.TestTokens;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** With an http issuer, so without transport security; {@code SecurityHeadersIT} has the rest. */
@QuarkusTest
class SecurityHeadersTest {

    @TestHTTPResource("/")
    URI base;

    @Test
    @Requirement({"C-12", "C-13", "C-14"})
    @DisplayName("every route of the API, also where it fails")
    void everyRouteSendsThem() throws Exception {
        scan().everyRoute(TestTokens.user().issue());
    }

    @Test
    @Requirement({"C-12", "C-13", "C-14"})
    @DisplayName("what the framework and the server answer themselves")
    void everyErrorSendsThem() throws Exception {
        try (LogRecords records = LogRecords.open()) {
            scan().everyError();
            assertThat(records.complaints()).isEmpty();
        }
    }

    @Test
    @Requirement({"C-12", "C-13"})
    @DisplayName("health, metrics, the API's description and its page")
    void pagesForOperatorsSendThem() throws Exception {
        scan().everyPageForOperators();
    }

    @Test
    @Requirement("C-14")
    @DisplayName("our own faults too")
    void internalErrorSendsThem() {
        given().get("/samples/failing")
                .then()
                .statusCode(500)
                .header("Cache-Control", equalTo("no-store"))
                .header("X-Content-Type-Options", equalTo("nosniff"))
                .header("X-Frame-Options", equalTo("DENY"));
    }

    private HeaderScan scan() {
        return new HeaderScan(base, base, false);
    }
}
