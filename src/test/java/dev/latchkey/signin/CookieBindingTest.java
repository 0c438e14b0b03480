package dev.latchkey.signin;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.latchkey.Requirement;
import dev.latchkey.SessionRows;
import dev.latchkey.TestUser;
import dev.latchkey.TestUsers;
import dev.latchkey.Tokens;
import dev.latchkey.support.TestClock;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.http.Cookie;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.auth.principal.DefaultJWTCallerPrincipalFactory;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.ParseException;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Tokens that a page holds, and the cookie they need beside them. Standards A-22. */
@QuarkusTest
@TestProfile(CookieBindingTest.Bound.class)
@Requirement("A-22")
class CookieBindingTest {

    private static final String COOKIE = "__Host-latchkey_binding";
    private static final String ORIGIN = "https://auth.example.com";

    public static class Bound implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("latchkey.token.bind-to-cookie", "true", "latchkey.public-url", ORIGIN);
        }
    }

    @Inject
    SessionRows rows;

    @Inject
    TestClock clock;

    @TestHTTPResource("/.well-known/jwks.json")
    URI jwks;

    private final TestUser user = TestUsers.user().withRole("editor").create();
    private Response signedIn;
    private Tokens tokens;
    private String cookie;

    @BeforeEach
    void signIn() {
        signedIn = signIn(false);
        tokens = signedIn.as(Tokens.class);
        cookie = signedIn.cookie(COOKIE);
    }

    @Test
    @DisplayName("the cookie is hardened, random, and not in the row")
    void cookieIsHardened() {
        Cookie set = signedIn.detailedCookie(COOKIE);

        assertThat(set.isHttpOnly()).isTrue();
        assertThat(set.isSecured()).isTrue();
        assertThat(set.getSameSite()).isEqualTo("Strict");
        assertThat(set.getPath()).isEqualTo("/");
        assertThat(set.getDomain()).isNull();
        assertThat(set.hasExpiryDate()).isFalse();
        assertThat(set.getMaxAge()).isNegative();
        assertThat(cookie).hasSize(43).isNotEqualTo(signIn(false).cookie(COOKIE));
        assertThat(rows.asText(tokens.session().id())).doesNotContain(cookie);
    }

    @Test
    @DisplayName("an access token without its cookie is refused, also one seen before")
    void accessTokenNeedsItsCookie() {
        assertThat(call(tokens, cookie).statusCode()).isEqualTo(200);

        given().auth()
                .oauth2(tokens.access())
                .get("/samples/user")
                .then()
                .statusCode(401)
                .body("code", equalTo("invalid-token"))
                .header("WWW-Authenticate", containsString("invalid_token"));
        for (String other : new String[] {signIn(false).cookie(COOKIE), "", cookie + "=", "x".repeat(43)}) {
            assertThat(call(tokens, other).statusCode()).isEqualTo(401);
        }
        assertThat(call(tokens, cookie).statusCode()).isEqualTo(200);
    }

    @Test
    @DisplayName("a refresh token without its cookie is refused, rotates nothing and ends nothing, however old it is")
    void refreshTokenNeedsItsCookie() {
        int generation = rows.generation(tokens.session().id());
        for (String other : new String[] {signIn(false).cookie(COOKIE), ""}) {
            refresh(tokens, other).then().statusCode(401).body("code", equalTo("invalid-refresh-token"));
        }
        assertThat(rows.generation(tokens.session().id())).isEqualTo(generation);

        Response reply = refresh(tokens, cookie);
        reply.then().statusCode(200);
        Tokens next = reply.as(Tokens.class);
        assertThat(reply.cookie(COOKIE)).isEqualTo(cookie);
        assertThat(next.callStatus()).isEqualTo(401);
        assertThat(call(next, cookie).statusCode()).isEqualTo(200);

        clock.advance(Duration.ofSeconds(11));
        tokens.tryRefresh().then().statusCode(401).body("code", equalTo("invalid-refresh-token"));
        assertThat(rows.endReason(tokens.session().id())).isEqualTo("null");
        refresh(tokens, cookie).then().statusCode(401).body("reason", equalTo("reuse_detected"));
    }

    @Test
    @DisplayName("stepping up needs it too, and what comes of it stays bound")
    void stepUpKeepsTheBinding() {
        assertThat(stepUp(given()).statusCode()).isEqualTo(401);

        Response reply = stepUp(with(cookie));

        assertThat(reply.statusCode()).isEqualTo(200);
        Tokens proven = reply.as(Tokens.class);
        assertThat(proven.callStatus()).isEqualTo(401);
        assertThat(call(proven, cookie).statusCode()).isEqualTo(200);
        assertThat(refresh(proven, "").statusCode()).isEqualTo(401);
    }

    @Test
    @Requirement({"C-04", "C-06"})
    @DisplayName("it is no credential: neither a second one beside a token, nor one that another page could use")
    void cookieIsNoCredential() {
        assertThat(with(cookie).get("/samples/user").jsonPath().getString("code"))
                .isEqualTo("authentication-required");
        assertThat(with(cookie)
                        .auth()
                        .oauth2(tokens.access())
                        .delete("/auth/sessions")
                        .statusCode())
                .isEqualTo(204);
        assertThat(given().auth()
                        .oauth2(tokens.access())
                        .header("Cookie", COOKIE + "=" + cookie + "; " + COOKIE + "=planted")
                        .get("/samples/user")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    @DisplayName("signing out clears it")
    void signOutClearsIt() {
        Response reply = with(cookie)
                .contentType(ContentType.JSON)
                .body(Map.of("refresh_token", tokens.refresh()))
                .post("/auth/sign-out");

        assertThat(reply.statusCode()).isEqualTo(204);
        assertThat(reply.detailedCookie(COOKIE).getMaxAge()).isZero();
    }

    @Test
    @DisplayName("with remember_me it outlives the browser, and every refresh prolongs it")
    void rememberedCookie() {
        Response remembered = signIn(true);
        long week = Duration.ofDays(7).toSeconds();
        assertThat(remembered.detailedCookie(COOKIE).getMaxAge()).isEqualTo(week);
        clock.advance(Duration.ofDays(1));

        Response reply = refresh(remembered.as(Tokens.class), remembered.cookie(COOKIE));

        assertThat(reply.detailedCookie(COOKIE).getMaxAge()).isEqualTo(week);
    }

    @Test
    @DisplayName("programs, pages of other sites and the other transports get no such cookie, and need none")
    void whoCannotKeepItIsNotBound() {
        assertThat(user.signIn().callStatus()).isEqualTo(200);
        assertThat(user.signIn(Map.of(), Map.of("Sec-Fetch-Site", "cross-site", "Origin", ORIGIN))
                        .callStatus())
                .isEqualTo(200);
        Response reply = given().contentType(ContentType.JSON)
                .header("Sec-Fetch-Site", "same-origin")
                .body(Map.of("username", user.username(), "password", TestUsers.PASSWORD, "transport", "session"))
                .post("/auth/sign-in");
        assertThat(reply.cookies()).containsOnlyKeys("__Host-latchkey_session", "__Host-latchkey_device");
    }

    @Test
    @DisplayName("a sibling on stock MicroProfile JWT ignores the claim")
    void siblingsIgnoreTheClaim() throws ParseException {
        JWTAuthContextInfo settings = new JWTAuthContextInfo(jwks.toString(), "http://localhost:8080");
        settings.setSignatureAlgorithm(Set.of(SignatureAlgorithm.ES256));

        var token = new DefaultJWTCallerPrincipalFactory().parse(tokens.access(), settings);

        assertThat(token.getName()).isEqualTo(user.username());
        assertThat(token.<String>getClaim("cbh")).hasSize(22);
    }

    private Response signIn(boolean rememberMe) {
        return given().contentType(ContentType.JSON)
                .header("Sec-Fetch-Site", "same-origin")
                .header("Origin", ORIGIN)
                .body(Map.of("username", user.username(), "password", TestUsers.PASSWORD, "remember_me", rememberMe))
                .post("/auth/sign-in");
    }

    private Response stepUp(RequestSpecification request) {
        return request.auth()
                .oauth2(tokens.access())
                .contentType(ContentType.JSON)
                .body(Map.of("password", TestUsers.PASSWORD))
                .post("/auth/step-up");
    }

    private static Response call(Tokens tokens, String cookie) {
        return with(cookie).auth().oauth2(tokens.access()).get("/samples/user");
    }

    private static Response refresh(Tokens tokens, String cookie) {
        return with(cookie)
                .contentType(ContentType.JSON)
                .body(Map.of("refresh_token", tokens.refresh()))
                .post("/auth/refresh");
    }

    private static RequestSpecification with(String cookie) {
        return given().header("Cookie", COOKIE + "=" + cookie);
    }
}
