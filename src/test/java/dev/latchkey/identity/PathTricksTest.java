package dev.latchkey.identity;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.Requirement;
import dev.latchkey.token.TestTokens;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No spelling of a path opens what its plain spelling keeps closed. */
@Requirement("E-06")
@QuarkusTest
class PathTricksTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/samples/admin",
                "//samples/admin",
                "/samples//admin",
                "///samples///admin//",
                "/samples/admin/",
                "/samples/admin;m=1",
                "/samples;m=1/admin",
                "/samples/admin;",
                "/;/samples/admin",
                "/./samples/./admin",
                "/samples/./admin",
                "/samples/public/../admin",
                "/samples/public/..;/admin",
                "/samples/%2e%2e/samples/admin",
                "/samples/%2e/admin",
                "/samples%2fadmin",
                "/samples%2Fadmin",
                "/samples/%61dmin",
                "/samples/admi%6e",
                "/samples/%2561dmin",
                "/samples/ADMIN",
                "/Samples/Admin",
                "/samples/admin%00",
                "/samples/admin%20",
                "/samples/admin.",
                "/samples/admin.json",
                "/samples/admin?x=/samples/public",
                "/samples/%c0%aeadmin",
                "/samples/%5cadmin"
            })
    void getInAnySpellingThenNeverAnswers(String path) {
        String user = TestTokens.user().issue();

        assertThat(given().urlEncodingEnabled(false).get(path).statusCode()).isIn(400, 401, 404);
        assertThat(given().urlEncodingEnabled(false)
                        .auth()
                        .oauth2(user)
                        .get(path)
                        .statusCode())
                .isIn(400, 403, 404);
    }
}
