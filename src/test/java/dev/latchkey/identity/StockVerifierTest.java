package dev.latchkey.identity;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.Browser;
import dev.latchkey.Requirement;
import dev.latchkey.TestUser;
import dev.latchkey.TestUsers;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.auth.AbstractBearerTokenExtractor;
import io.smallrye.jwt.auth.principal.DefaultJWTCallerPrincipalFactory;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.ParseException;
import java.net.HttpCookie;
import java.net.URI;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * A sibling service on stock MicroProfile JWT, made of smallrye-jwt's own classes and none of ours. Standard C-16, in the shape of
 * the TCK's {@code CookieTokenTest} and {@code TokenAsCookieIgnoredTest}.
 */
@QuarkusTest
class StockVerifierTest {

    private static final String COOKIE = "latchkey_access";

    @TestHTTPResource("/.well-known/jwks.json")
    URI jwks;

    private final TestUser user = TestUsers.user().withRole("editor").create();

    @Test
    @Requirement("C-16")
    @DisplayName("with header=Cookie and the cookie's name, the access cookie is accepted")
    void cookieIsAcceptedWhereConfigured() throws ParseException {
        JWTAuthContextInfo settings = settings();
        settings.setTokenHeader("Cookie");
        settings.setTokenCookie(COOKIE);

        String found = new Request(settings, Browser.signedIn(user, "cookie").cookies()).getBearerToken();
        JsonWebToken token = new DefaultJWTCallerPrincipalFactory().parse(found, settings);

        assertThat(token.getName()).isEqualTo(user.username());
        assertThat(token.getSubject()).isEqualTo(user.id().toString());
        assertThat(token.getGroups()).containsExactlyInAnyOrder("editor", "user");
    }

    @Test
    @Requirement("C-16")
    @DisplayName("the cookie is ignored where it is not configured, or by another name")
    void cookieIsIgnoredElsewhere() {
        String cookies = Browser.signedIn(user, "cookie").cookies();
        JWTAuthContextInfo byHeader = settings();
        JWTAuthContextInfo byOtherName = settings();
        byOtherName.setTokenHeader("Cookie");

        assertThat(new Request(byHeader, cookies).getBearerToken()).isNull();
        assertThat(new Request(byOtherName, cookies).getBearerToken()).isNull();
    }

    @Test
    @DisplayName("an access token taken from its cookie is a bearer token like any other here")
    void tokenOfTheCookieIsABearerToken() {
        Response reply = given().auth()
                .oauth2(Browser.signedIn(user, "cookie").cookie(COOKIE))
                .get("/samples/user");

        assertThat(reply.statusCode()).isEqualTo(200);
    }

    /** The three lines of the README. */
    private JWTAuthContextInfo settings() {
        JWTAuthContextInfo settings = new JWTAuthContextInfo(jwks.toString(), "http://localhost:8080");
        settings.setSignatureAlgorithm(Set.of(SignatureAlgorithm.ES256));
        settings.setExpectedAudience(Set.of("http://localhost:8080"));
        return settings;
    }

    private static final class Request extends AbstractBearerTokenExtractor {

        private final String cookies;

        Request(JWTAuthContextInfo settings, String cookies) {
            super(settings);
            this.cookies = cookies;
        }

        @Override
        protected @Nullable String getHeaderValue(String headerName) {
            return headerName.equals("Cookie") ? cookies : null;
        }

        @Override
        protected @Nullable String getCookieValue(String cookieName) {
            for (String cookie : cookies.split("; ", -1)) {
                HttpCookie parsed = HttpCookie.parse(cookie).get(0);
                if (parsed.getName().equals(cookieName)) {
                    return parsed.getValue();
                }
            }
            return null;
        }
    }
}
