package dev.latchkey.revocation;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** With {@code latchkey.revocation.public=true}, and as many listeners as there may be. */
@QuarkusTest
@TestProfile(PublicFeedTest.Settings.class)
class PublicFeedTest {

    public static class Settings implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("latchkey.revocation.public", "true", "latchkey.revocation.max-listeners", "1");
        }
    }

    @Test
    void listLooksAtNoCredential() {
        assertThat(given().get("/revocations").statusCode()).isEqualTo(200);
        assertThat(given().auth().oauth2("x.y.z").get("/revocations").statusCode())
                .isEqualTo(200);
    }

    @Test
    void streamWhenThereAreTooManyThenSaysWhenToComeBack() {
        FeedReader first = FeedReader.open(null, null);
        first.until("complete");
        try (FeedReader second = FeedReader.open(null, null)) {
            assertThat(second.status()).isEqualTo(503);
            assertThat(second.header("Retry-After")).isNotEmpty();
        }
        assertThat(given().get("/revocations").statusCode()).isEqualTo(503);

        first.close();

        await().until(() -> given().get("/revocations").statusCode() == 200);
    }
}
