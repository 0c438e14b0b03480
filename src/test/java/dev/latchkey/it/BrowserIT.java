package dev.latchkey.it;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.SameSiteAttribute;
import com.sun.net.httpserver.HttpServer;
import dev.latchkey.Requirement;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a real browser keeps, sends and refuses, against the packaged service by https. Runs where Chromium is installed; with
 * {@code BROWSER_REQUIRED} set it fails elsewhere.
 */
class BrowserIT {

    private static final String DEVICE = "__Host-latchkey_device";
    private static final Duration STEP_UP_AGE = Duration.ofSeconds(6);

    private static Database database;
    private static Node node;
    private static HttpServer elsewhere;
    private static Playwright playwright;
    private static Browser browser;
    private static String base;

    private BrowserContext context;
    private Page page;

    /** What {@code fetch} saw. */
    private record Reply(int status, Map<?, ?> body) {

        String text(String member) {
            return String.valueOf(body.get(member));
        }
    }

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        Chromium.assumeInstalled();
        int port = Node.freePort();
        base = "https://localhost:" + port;
        database = Database.start();
        node = Node.start(
                database,
                Map.of(
                        "LATCHKEY_ISSUER",
                        base,
                        "LATCHKEY_SAMPLE_MAX_AUTHENTICATION_AGE",
                        STEP_UP_AGE.toString(),
                        "QUARKUS_HTTP_INSECURE_REQUESTS",
                        "disabled",
                        "QUARKUS_HTTP_SSL_PORT",
                        Integer.toString(port),
                        "QUARKUS_HTTP_SSL_CERTIFICATE_KEY_STORE_FILE",
                        selfSigned().toString(),
                        "QUARKUS_HTTP_SSL_CERTIFICATE_KEY_STORE_PASSWORD",
                        "browser-test"));
        elsewhere = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        elsewhere.createContext("/", exchange -> {
            byte[] html = "<!doctype html><title>Elsewhere</title>".getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "text/html; charset=utf-8");
            exchange.sendResponseHeaders(200, html.length);
            exchange.getResponseBody().write(html);
            exchange.close();
        });
        elsewhere.start();
        playwright = Chromium.driver();
        browser = Chromium.launch(playwright);
    }

    @AfterAll
    static void stop() {
        if (playwright != null) {
            playwright.close();
        }
        if (elsewhere != null) {
            elsewhere.stop(0);
        }
        if (node != null) {
            node.close();
        }
        if (database != null) {
            database.close();
        }
    }

    @BeforeEach
    void openOurPage() {
        // the answers of an API may forbid pages everything; what is tested here must hold without that
        context = browser.newContext(
                new Browser.NewContextOptions().setIgnoreHTTPSErrors(true).setBypassCSP(true));
        page = context.newPage();
        page.navigate(base + "/samples/public");
    }

    @AfterEach
    void close() {
        context.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cookie", "session"})
    @Requirement({"C-01", "C-05", "C-06", "S-03", "S-07"})
    @DisplayName("from signing up to signing out")
    void wholeWalk(String transport) {
        String csrf = signUpAndIn(transport, false).text("csrf_token");
        assertCookies(transport, false);
        assertThat(page.evaluate("document.cookie"))
                .as("C-01: no script reads them")
                .isEqualTo("");
        assertThat(fetch("GET", "/samples/user", null, null).status()).isEqualTo(200);

        // C-06: nothing unsafe without the token
        Reply refused = fetch("DELETE", "/auth/sessions", null, null);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.text("part")).isEqualTo("token");
        assertThat(fetch("DELETE", "/auth/sessions", null, csrf).status()).isEqualTo(204);

        page.reload();
        assertThat(fetch("GET", "/auth/csrf", null, null).text("csrf_token")).isEqualTo(csrf);
        if (transport.equals("cookie")) {
            List<String> before = values();
            assertThat(fetch("POST", "/auth/refresh", null, csrf).status()).isEqualTo(200);
            assertThat(values()).doesNotContainAnyElementsOf(before);
        }

        // M-12, S-03
        await().atMost(STEP_UP_AGE.multipliedBy(3))
                .until(() -> fetch("GET", "/samples/sensitive", null, null).status() == 401);
        List<String> before = values();
        Reply steppedUp = fetch("POST", "/auth/step-up", "{\"password\":\"" + Client.PASSWORD + "\"}", csrf);
        assertThat(steppedUp.status()).isEqualTo(200);
        assertThat(fetch("GET", "/samples/sensitive", null, null).status()).isEqualTo(200);
        assertThat(values()).doesNotContainAnyElementsOf(before);
        assertCookies(transport, false);

        // S-07, C-05
        assertThat(fetch("POST", "/auth/sign-out", null, csrf).text("part")).isEqualTo("token");
        assertThat(fetch("POST", "/auth/sign-out", null, steppedUp.text("csrf_token"))
                        .status())
                .isEqualTo(204);
        assertThat(credentials()).isEmpty();
        assertThat(fetch("GET", "/samples/user", null, null).status()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cookie", "session"})
    @Requirement("S-06")
    @DisplayName("only who asks to be remembered is, when the browser is closed")
    void rememberMe(String transport) {
        signUpAndIn(transport, true);

        assertCookies(transport, true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cookie", "session"})
    @Requirement("C-08")
    @DisplayName("a page of another origin can neither act nor read nor sign anybody in")
    void pagesElsewhereCanDoNothing(String transport) {
        String csrf = signUpAndIn(transport, false).text("csrf_token");
        List<String> before = values();

        for (String path : List.of("/auth/sign-out", "/auth/refresh", "/auth/sign-in", "/auth/sign-up")) {
            for (String type : List.of("application/x-www-form-urlencoded", "text/plain", "multipart/form-data")) {
                Page evil = openPageElsewhere();
                Response form = evil.waitForResponse(base + path, () -> evil.evaluate("""
                                ([action, enctype]) => {
                                  const form = document.createElement('form');
                                  Object.assign(form, {action, enctype, method: 'post'});
                                  document.body.append(form);
                                  form.submit();
                                }""", List.of(base + path, type)));
                assertThat(form.status()).as("form to " + path).isEqualTo(403);
            }
            Page evil = openPageElsewhere();
            Response fetched = evil.waitForResponse(
                    base + path,
                    () -> evil.evaluate(
                            "url => fetch(url, {method: 'POST', mode: 'no-cors', credentials: 'include'})"
                                    + ".then(() => {}, () => {})",
                            base + path));
            assertThat(fetched.status()).as("fetch to " + path).isEqualTo(403);
        }
        for (String path : List.of("/auth/csrf", "/auth/me")) {
            assertThat(openPageElsewhere()
                            .evaluate(
                                    "url => fetch(url, {credentials: 'include'}).then(() => 'read', () => 'not read')",
                                    base + path))
                    .as(path)
                    .isEqualTo("not read");
        }

        assertThat(values()).isEqualTo(before);
        assertThat(fetch("GET", "/samples/user", null, null).status()).isEqualTo(200);
        assertThat(fetch("GET", "/auth/csrf", null, null).text("csrf_token")).isEqualTo(csrf);
    }

    @Test
    @Requirement("C-02")
    @DisplayName("a link from elsewhere brings the session cookie along, and not the others")
    void linksFromElsewhere() {
        signUpAndIn("session", false);
        assertThat(followLinkFromElsewhere("/samples/user")).isEqualTo(200);

        context.clearCookies();
        page.navigate(base + "/samples/public");
        signUpAndIn("cookie", false);
        assertThat(followLinkFromElsewhere("/samples/user")).isEqualTo(401);
    }

    private int followLinkFromElsewhere(String path) {
        Page other = openPageElsewhere();
        return other.waitForResponse(base + path, () -> other.evaluate("url => { location.href = url }", base + path))
                .status();
    }

    private Page openPageElsewhere() {
        Page other = context.newPage();
        other.navigate("http://127.0.0.1:" + elsewhere.getAddress().getPort() + "/");
        return other;
    }

    private Reply signUpAndIn(String transport, boolean rememberMe) {
        String email = "user-" + UUID.randomUUID() + "@example.com";
        assertThat(fetch("POST", "/auth/sign-up", """
                        {"email":"%s","password":"%s"}""".formatted(email, Client.PASSWORD), null)
                        .status())
                .isEqualTo(202);
        Reply reply =
                fetch("POST", "/auth/sign-in", """
                {"username":"%s","password":"%s","transport":"%s","remember_me":%s}""".formatted(email, Client.PASSWORD, transport, rememberMe), null);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body().keySet().toString()).doesNotContain("access_token", "refresh_token");
        return reply;
    }

    private void assertCookies(String transport, boolean remembered) {
        boolean session = transport.equals("session");
        List<Cookie> cookies = credentials();
        assertThat(cookies)
                .extracting(cookie -> cookie.name)
                .containsExactlyInAnyOrder(
                        session
                                ? new String[] {"__Host-latchkey_session"}
                                : new String[] {"__Host-latchkey_access", "__Host-latchkey_refresh"});
        assertThat(cookies).allSatisfy(cookie -> {
            assertThat(cookie.httpOnly).isTrue();
            assertThat(cookie.secure).isTrue();
            assertThat(cookie.path).isEqualTo("/");
            assertThat(cookie.domain).isEqualTo("localhost");
            assertThat(cookie.sameSite).isEqualTo(session ? SameSiteAttribute.LAX : SameSiteAttribute.STRICT);
            if (remembered) {
                assertThat(cookie.expires).isPositive();
            } else {
                assertThat(cookie.expires).as("until the browser is closed").isEqualTo(-1);
            }
        });
        assertThat(context.cookies())
                .filteredOn(cookie -> cookie.name.equals(DEVICE))
                .singleElement()
                .satisfies(cookie -> {
                    assertThat(cookie.httpOnly).isTrue();
                    assertThat(cookie.secure).isTrue();
                    assertThat(cookie.path).isEqualTo("/");
                    assertThat(cookie.sameSite).isEqualTo(SameSiteAttribute.STRICT);
                    assertThat(cookie.expires).isPositive();
                });
    }

    private List<String> values() {
        return credentials().stream().map(cookie -> cookie.value).sorted().toList();
    }

    /** Without the cookie by which the device is known again: it signs nobody in, and stays. */
    private List<Cookie> credentials() {
        return context.cookies().stream()
                .filter(cookie -> !cookie.name.equals(DEVICE))
                .toList();
    }

    /** Calls from our own page. */
    private Reply fetch(String method, String path, @Nullable String body, @Nullable String csrfToken) {
        Map<?, ?> seen = (Map<?, ?>)
                page.evaluate("""
                async ([method, path, body, csrf]) => {
                  const headers = {};
                  if (body) headers['Content-Type'] = 'application/json';
                  if (csrf) headers['X-CSRF-Token'] = csrf;
                  const reply = await fetch(path, {method, headers, body: body || undefined});
                  const text = await reply.text();
                  return {status: reply.status, body: text ? JSON.parse(text) : {}};
                }""", List.of(method, path, body == null ? "" : body, csrfToken == null ? "" : csrfToken));
        return new Reply((Integer) requireNonNull(seen.get("status")), (Map<?, ?>) requireNonNull(seen.get("body")));
    }

    private static Path selfSigned() throws IOException, InterruptedException {
        Path directory = Path.of("target", "it-tls").toAbsolutePath();
        Files.createDirectories(directory);
        Path store = directory.resolve("localhost.p12");
        Files.deleteIfExists(store);
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "localhost",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        "browser-test")
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("keytool.log").toFile())
                .start();
        assertThat(keytool.waitFor()).isZero();
        return store;
    }
}
