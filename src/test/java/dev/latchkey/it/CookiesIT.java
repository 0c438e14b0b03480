package dev.latchkey.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.Requirement;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a service with an https issuer tells browsers to keep and to forget, to the letter. {@link BrowserIT} has what they make of it. */
class CookiesIT {

    private static final Pattern SET_COOKIE = Pattern.compile("(?im)^set-cookie: ([^=;\\s]+)=([^;\\r\\n]*)(.*)$");
    private static final String DEVICE = "__Host-latchkey_device";

    private static Database database;
    private static Node node;

    /** @param attributes but for how long the cookie lives, and for {@code Version}, which means nothing (RFC 6265 §4.1) */
    private record SetCookie(String name, String value, Set<String> attributes, List<String> maxAge) {

        static SetCookie of(Matcher line) {
            List<String> all = Stream.of(line.group(3).split(";", -1))
                    .map(String::strip)
                    .filter(attribute -> !attribute.isEmpty())
                    .toList();
            return new SetCookie(
                    line.group(1),
                    line.group(2),
                    all.stream()
                            .filter(attribute -> !attribute.matches("(?i)(Max-Age|Expires|Version)=.*"))
                            .collect(Collectors.toCollection(TreeSet::new)),
                    all.stream()
                            .map(attribute -> attribute.toLowerCase(Locale.ROOT))
                            .filter(attribute -> attribute.startsWith("max-age="))
                            .toList());
        }
    }

    @BeforeAll
    static void start() {
        database = Database.start();
        node = Node.start(database);
    }

    @AfterAll
    static void stop() {
        node.close();
        database.close();
    }

    @ParameterizedTest
    @CsvSource({"cookie,false", "cookie,true", "session,false", "session,true"})
    @Requirement({"C-01", "C-02", "S-06"})
    @DisplayName(
            "set for this host alone, by https alone, for no script, and beyond the browser's end only if asked for")
    void whenSet(String transport, boolean rememberMe) {
        List<SetCookie> cookies = cookies(signIn(transport, rememberMe));

        assertThat(cookies)
                .extracting(SetCookie::name)
                .containsExactlyInAnyOrderElementsOf(Stream.concat(names(transport).stream(), Stream.of(DEVICE))
                        .toList());
        assertThat(cookies).allSatisfy(cookie -> {
            assertThat(cookie.value()).as(cookie.name()).isNotEmpty();
            assertThat(cookie.attributes()).as(cookie.name()).isEqualTo(attributes(cookie));
            assertThat(cookie.maxAge())
                    .as(cookie.name())
                    .hasSize(rememberMe || cookie.name().equals(DEVICE) ? 1 : 0);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"cookie", "session"})
    @Requirement({"C-01", "C-05"})
    @DisplayName("cleared with the attributes with which they were set")
    void whenCleared(String transport) {
        String signedIn = signIn(transport, false);
        String held = cookies(signedIn).stream()
                .map(cookie -> cookie.name() + "=" + cookie.value())
                .collect(Collectors.joining("; "));

        String reply = send("/auth/sign-out", "", "Cookie: " + held, "X-CSRF-Token: " + csrfToken(signedIn));

        assertThat(reply).startsWith("HTTP/1.1 204 ");
        assertThat(cookies(reply)).extracting(SetCookie::name).containsExactlyInAnyOrderElementsOf(names(transport));
        assertThat(cookies(reply)).allSatisfy(cookie -> {
            assertThat(cookie.value()).as(cookie.name()).isIn("", "\"\"");
            assertThat(cookie.attributes()).as(cookie.name()).isEqualTo(attributes(cookie));
            assertThat(cookie.maxAge()).as(cookie.name()).containsExactly("max-age=0");
        });
    }

    private static Set<String> names(String transport) {
        return transport.equals("session")
                ? Set.of("__Host-latchkey_session")
                : Set.of("__Host-latchkey_access", "__Host-latchkey_refresh");
    }

    private static Set<String> attributes(SetCookie cookie) {
        boolean session = cookie.name().equals("__Host-latchkey_session");
        return Set.of("Path=/", "Secure", "HttpOnly", session ? "SameSite=Lax" : "SameSite=Strict");
    }

    private static String signIn(String transport, boolean rememberMe) {
        String email = "user-" + UUID.randomUUID() + "@example.com";
        assertThat(node.client().signUp(email).status()).isEqualTo(202);
        String reply = send(
                "/auth/sign-in",
                """
                {"username":"%s","password":"%s","transport":"%s","remember_me":%s}""".formatted(email, Client.PASSWORD, transport, rememberMe),
                "Content-Type: application/json");
        assertThat(reply).startsWith("HTTP/1.1 200 ");
        return reply;
    }

    private static String send(String path, String body, String... headers) {
        return RawHttp.to(node)
                .send(
                        "POST",
                        path,
                        Stream.concat(Stream.of("Origin: " + Node.ISSUER), Stream.of(headers))
                                .toList(),
                        body);
    }

    private static List<SetCookie> cookies(String reply) {
        return SET_COOKIE
                .matcher(reply)
                .results()
                .map(found -> cookie(found.group()))
                .toList();
    }

    private static SetCookie cookie(String line) {
        Matcher matcher = SET_COOKIE.matcher(line);
        assertThat(matcher.find()).isTrue();
        return SetCookie.of(matcher);
    }

    private static String csrfToken(String reply) {
        Matcher token = Pattern.compile("\"csrf_token\":\"([^\"]+)\"").matcher(reply);
        assertThat(token.find()).isTrue();
        return token.group(1);
    }
}
