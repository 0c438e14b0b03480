package dev.latchkey.identity;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.Requirement;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Standards C-11. */
@Requirement("C-11")
@QuarkusTest
@TestProfile(CrossOriginSharingTest.Listed.class)
class CrossOriginSharingTest {

    private static final String GOOD = "https://good.example";

    public static class Listed implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            // the last two are refused in production; here they must only not work
            return Map.of("latchkey.cors.origins", GOOD + ",https://ports.example:8443,http://localhost:3000,null,*");
        }
    }

    private static void assertNotShared(Response response) {
        assertThat(response.headers().asList())
                .noneMatch(header -> header.getName().startsWith("Access-Control-"));
    }

    @Nested
    class Calls {

        @ParameterizedTest
        @ValueSource(strings = {GOOD, "https://ports.example:8443", "http://localhost:3000"})
        void fromListedOriginAreShared(String origin) {
            Response response = given().header("Origin", origin).get("/samples/public");

            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().getValues("Access-Control-Allow-Origin"))
                    .containsExactly(origin);
            assertThat(response.header("Access-Control-Allow-Credentials")).isEqualTo("true");
            assertThat(response.header("Access-Control-Expose-Headers")).isEqualTo("Retry-After, WWW-Authenticate");
            assertThat(response.header("Vary")).contains("Origin");
            assertThat(response.header("Access-Control-Allow-Methods")).isNull();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "https://evil.example",
                    "null",
                    "*",
                    "",
                    "https://good.example.evil",
                    "https://good.example.evil.example",
                    "https://evilgood.example",
                    "https://evil-good.example",
                    "https://sub.good.example",
                    "https://good.exampl",
                    "https://goodXexample",
                    "http://good.example",
                    "HTTPS://good.example",
                    "https://Good.example",
                    "https://good.example/",
                    "https://good.example/path",
                    "https://good.example:443",
                    "https://good.example:8443",
                    "https://ports.example",
                    "https://ports.example:8444",
                    "https://good.example@evil.example",
                    "https://user@good.example",
                    "https://good.example.",
                    "https://good.example https://evil.example",
                    "https://good.example,https://evil.example",
                    "https://good.example%00.evil.example",
                    "https://localhost:3000",
                    "http://127.0.0.1:3000",
                    "good.example",
                    "file://",
                    "http://localhost:8081"
                })
        void fromAnyOtherOriginAreNotShared(String origin) {
            Response response = given().header("Origin", origin).get("/samples/public");

            assertThat(response.statusCode()).isEqualTo(200);
            assertNotShared(response);
            assertThat(response.header("Vary")).contains("Origin");
        }

        @Test
        void withTwoOriginsAreNotShared() {
            assertNotShared(
                    given().header("Origin", GOOD, "https://evil.example").get("/samples/public"));
            assertNotShared(
                    given().header("Origin", "https://evil.example", GOOD).get("/samples/public"));
            assertNotShared(given().header("Origin", GOOD, GOOD).get("/samples/public"));
        }

        @Test
        @DisplayName("Vary also where no origin was sent, for a cache may answer others with it")
        void withoutOriginVary() {
            Response response = given().get("/samples/public");

            assertNotShared(response);
            assertThat(response.header("Vary")).contains("Origin");
        }

        @Test
        @DisplayName("a page must be able to read why it was refused")
        void errorsAreSharedToo() {
            for (String path : new String[] {"/samples/user", "/no/such/thing"}) {
                Response response = given().header("Origin", GOOD).get(path);
                assertThat(response.statusCode()).isIn(401, 404);
                assertThat(response.header("Access-Control-Allow-Origin")).isEqualTo(GOOD);
            }
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "/auth/csrf",
                    "/auth/csrf/",
                    "/auth/csrf?x",
                    "//auth/csrf",
                    "/auth//csrf",
                    "/auth/./csrf",
                    "/x/../auth/csrf",
                    "/auth/%63srf",
                    "/auth;a=b/csrf",
                    "/auth/csrf;a=b",
                    "/.well-known/../auth/csrf",
                    "/.well-known/%2e%2e/auth/csrf",
                    "/oauth2/authorize",
                    "/q/health"
                })
        void toWhatIsNeverSharedAreNot(String path) {
            assertNotShared(
                    given().urlEncodingEnabled(false).header("Origin", GOOD).get(path));
            assertNotShared(given().urlEncodingEnabled(false)
                    .header("Origin", GOOD)
                    .header("Access-Control-Request-Method", "GET")
                    .options(path));
        }
    }

    @Nested
    class Preflights {

        @ParameterizedTest
        @ValueSource(strings = {"GET", "POST", "PUT", "PATCH", "DELETE"})
        void ofEachMethodAreAnswered(String method) {
            Response response = preflight(GOOD, method, "authorization,content-type,x-csrf-token", "/auth/sessions");

            assertThat(response.statusCode()).isEqualTo(204);
            assertThat(response.headers().getValues("Access-Control-Allow-Origin"))
                    .containsExactly(GOOD);
            assertThat(response.header("Access-Control-Allow-Credentials")).isEqualTo("true");
            assertThat(response.header("Access-Control-Allow-Methods")).isEqualTo("GET, POST, PUT, PATCH, DELETE");
            assertThat(response.header("Access-Control-Allow-Headers"))
                    .isEqualTo("Authorization, Content-Type, X-CSRF-Token");
            assertThat(response.header("Access-Control-Max-Age")).isEqualTo("600");
            assertThat(response.header("Vary")).contains("Origin");
            assertThat(response.header("X-Content-Type-Options")).isEqualTo("nosniff");
        }

        @ParameterizedTest
        @ValueSource(strings = {"TRACE", "CONNECT", "BREW", "*"})
        void ofOtherMethodsAllowOnlyTheListed(String method) {
            assertThat(preflight(GOOD, method, "x-other", "/auth/me").headers().asList())
                    .filteredOn(header -> header.getName().startsWith("Access-Control-Allow-"))
                    .noneMatch(header -> header.getValue().contains(method)
                            || header.getValue().contains("x-other"));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"https://evil.example", "null", "*", "https://good.example.evil", "http://good.example"})
        void fromAnyOtherOriginAreNotAllowed(String origin) {
            Response response = preflight(origin, "POST", "content-type", "/auth/sign-in");

            assertNotShared(response);
            assertThat(response.header("Vary")).contains("Origin");
        }

        @Test
        @DisplayName("OPTIONS that is no preflight goes where it always went")
        void plainOptionsAreAnsweredByTheResource() {
            Response response = given().header("Origin", GOOD).options("/samples/public");

            assertThat(response.header("Allow")).contains("GET");
            assertThat(response.header("Access-Control-Allow-Methods")).isNull();
        }

        private Response preflight(String origin, String method, String headers, String path) {
            return given().header("Origin", origin)
                    .header("Access-Control-Request-Method", method)
                    .header("Access-Control-Request-Headers", headers)
                    .options(path);
        }
    }

    @Nested
    class Metadata {

        @ParameterizedTest
        @ValueSource(strings = {"", "null", "https://evil.example", GOOD})
        void isForEverybodyWithoutCredentials(String origin) {
            Response response = given().header("Origin", origin).get("/.well-known/jwks.json");

            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().getValues("Access-Control-Allow-Origin"))
                    .containsExactly("*");
            assertThat(response.header("Access-Control-Allow-Credentials")).isNull();
        }

        @Test
        void mayBeAskedForConditionally() {
            Response response = given().header("Origin", "https://evil.example")
                    .header("Access-Control-Request-Method", "GET")
                    .header("Access-Control-Request-Headers", "if-none-match")
                    .options("/.well-known/jwks.json");

            assertThat(response.statusCode()).isEqualTo(204);
            assertThat(response.header("Access-Control-Allow-Origin")).isEqualTo("*");
            assertThat(response.header("Access-Control-Allow-Methods")).isEqualTo("GET");
            assertThat(response.header("Access-Control-Allow-Headers")).isEqualTo("If-None-Match");
            assertThat(response.header("Access-Control-Allow-Credentials")).isNull();
        }
    }
}
