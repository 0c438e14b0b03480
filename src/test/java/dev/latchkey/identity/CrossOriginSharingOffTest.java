package dev.latchkey.identity;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.Requirement;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.Header;
import io.restassured.response.Response;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Standards C-11. */
@QuarkusTest
class CrossOriginSharingOffTest {

    @ParameterizedTest
    @ValueSource(strings = {"https://good.example", "http://localhost:8080", "null", "*"})
    @Requirement("C-11")
    @DisplayName("nobody is listed unless somebody is")
    void byDefaultNothingIsShared(String origin) {
        Response call = given().header("Origin", origin).get("/samples/public");
        Response preflight = given().header("Origin", origin)
                .header("Access-Control-Request-Method", "POST")
                .options("/auth/sign-in");

        assertThat(call.statusCode()).isEqualTo(200);
        assertThat(call.headers().asList()).extracting(Header::getName).noneMatch(name -> name.startsWith("Access-"));
        assertThat(preflight.headers().asList())
                .extracting(Header::getName)
                .noneMatch(name -> name.startsWith("Access-"));
    }
}
