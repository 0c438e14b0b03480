package dev.latchkey;

import static io.restassured.RestAssured.given;

import io.restassured.http.ContentType;
import io.restassured.http.Cookie;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A browser with its cookie jar, showing our own page: it sends the cookies and the CSRF token that it was given. */
public final class Browser {

    /** The public origin in tests, wherever the server listens. */
    public static final String ORIGIN = "http://localhost:8080";

    private static final String DEVICE = "latchkey_device";

    private final Map<String, String> jar = new TreeMap<>();
    private @Nullable String device;
    private @Nullable String csrfToken;
    private @Nullable UUID sessionId;

    /** Signs in by {@code cookie} or {@code session}. */
    public static Browser signedIn(TestUser user, String transport) {
        Browser browser = new Browser();
        browser.signIn(user, transport, false).then().statusCode(200);
        return browser;
    }

    public Response signIn(TestUser user, String transport, boolean rememberMe) {
        Map<String, Object> body = new HashMap<>();
        body.put("username", user.username());
        body.put("password", TestUsers.PASSWORD);
        body.put("transport", transport);
        body.put("remember_me", rememberMe);
        return keep(request().contentType(ContentType.JSON).body(body).post("/auth/sign-in"));
    }

    public Response refresh() {
        return keep(request().post("/auth/refresh"));
    }

    public Response signOut() {
        return keep(request().post("/auth/sign-out"));
    }

    public Response stepUp(String password) {
        return keep(request()
                .contentType(ContentType.JSON)
                .body(Map.of("password", password))
                .post("/auth/step-up"));
    }

    public Response changePassword(String current, String next) {
        return keep(request()
                .contentType(ContentType.JSON)
                .body(Map.of("current_password", current, "new_password", next))
                .put("/auth/password"));
    }

    public Response get(String path) {
        return request().get(path);
    }

    /** Status of a call that needs to be signed in. */
    public int callStatus() {
        return get("/samples/user").statusCode();
    }

    /** A request with the cookies, the origin and the CSRF token. */
    public RequestSpecification request() {
        RequestSpecification request = given().noContentType().header("Origin", ORIGIN);
        if (csrfToken != null) {
            request.header("X-CSRF-Token", csrfToken);
        }
        return request.headers(cookieHeader());
    }

    /** The cookies alone. */
    public RequestSpecification cookiesOnly() {
        return given().noContentType().headers(cookieHeader());
    }

    private Map<String, String> cookieHeader() {
        return jar.isEmpty() ? Map.of() : Map.of("Cookie", cookies());
    }

    /** By which it is known again; kept apart, since it is of no session. */
    public String device() {
        return java.util.Objects.requireNonNull(device);
    }

    /** As the browser sends them. */
    public String cookies() {
        StringBuilder header = new StringBuilder();
        jar.forEach((name, value) -> header.append(header.isEmpty() ? "" : "; ")
                .append(name)
                .append('=')
                .append(value));
        return header.toString();
    }

    public String cookie(String name) {
        return java.util.Objects.requireNonNull(jar.get(name), name);
    }

    public Map<String, String> jar() {
        return jar;
    }

    public Browser copy() {
        Browser copy = new Browser();
        copy.jar.putAll(jar);
        copy.csrfToken = csrfToken;
        copy.sessionId = sessionId;
        return copy;
    }

    public String csrfToken() {
        return java.util.Objects.requireNonNull(csrfToken);
    }

    public UUID sessionId() {
        return java.util.Objects.requireNonNull(sessionId);
    }

    private Response keep(Response response) {
        for (Cookie cookie : response.detailedCookies()) {
            if (cookie.getName().equals(DEVICE)) {
                device = cookie.getValue();
            } else if (cookie.getMaxAge() == 0) {
                jar.remove(cookie.getName());
            } else {
                jar.put(cookie.getName(), cookie.getValue());
            }
        }
        if (response.statusCode() == 200) {
            csrfToken = response.jsonPath().getString("csrf_token");
            sessionId = UUID.fromString(response.jsonPath().getString("session.id"));
        }
        return response;
    }
}
