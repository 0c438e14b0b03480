package dev.latchkey.identity;

import static java.util.Objects.requireNonNull;

import dev.latchkey.problem.ProblemException;
import dev.latchkey.problem.ProblemType;
import dev.latchkey.throttle.ThrottleConfig;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.NewCookie.SameSite;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The cookies of signed-in browsers. {@code __Host-} binds them to exactly this host by https, no script can read them, and no other
 * site's requests carry them (standards C-01, C-02). The session cookie is {@code Lax}, so that who follows a link arrives signed
 * in; unsafe calls need a CSRF token either way. Where the public URL is http, on somebody's own machine, the prefix and {@code
 * Secure} are left out, since browsers would not keep the cookies otherwise.
 */
@ApplicationScoped
public class AuthCookies {

    /** What a browser keeps of one cookie at most, name and value together (RFC 6265bis §5.6, standards C-03). */
    public static final int MAX_BYTES = 4096;

    private static final String HOST_ONLY = "__Host-";

    private final boolean secure;
    private final String access;
    private final String refresh;
    private final String session;
    private final String binding;
    private final String device;
    private final Duration deviceTtl;

    AuthCookies(PublicUrl publicUrl, ThrottleConfig throttle) {
        this.deviceTtl = throttle.deviceTtl();
        this.secure = publicUrl.secure();
        String prefix = secure ? HOST_ONLY : "";
        this.access = prefix + "latchkey_access";
        this.refresh = prefix + "latchkey_refresh";
        this.session = prefix + "latchkey_session";
        this.binding = prefix + "latchkey_binding";
        this.device = prefix + "latchkey_device";
    }

    /**
     * Reads our cookies off a request. The one place that does, so that no two readers can see different ones.
     *
     * @throws ProblemException {@link ProblemType#INVALID_REQUEST} if one of them is there twice: another host of the domain may
     *     have planted the second, and neither first nor last wins (RFC 6265bis §4.2.2, standards C-04)
     */
    public PresentedCookies read(HttpServerRequest request) {
        if (!request.headers().contains(HttpHeaders.COOKIE)) {
            return PresentedCookies.NONE;
        }
        Map<String, String> found = new TreeMap<>();
        for (String header : request.headers().getAll(HttpHeaders.COOKIE)) {
            for (String pair : header.split(";", -1)) {
                int end = pair.indexOf('=');
                String name = end < 0 ? "" : pair.substring(0, end).strip();
                boolean ours =
                        List.of(access, refresh, session, binding, device).contains(name);
                if (ours && found.put(name, pair.substring(end + 1).strip()) != null) {
                    throw new ProblemException(ProblemType.INVALID_REQUEST, "A cookie was sent twice.");
                }
            }
        }
        return new PresentedCookies(
                found.get(access), found.get(refresh), found.get(session), found.get(binding), found.get(device));
    }

    /**
     * The same but for an access cookie that the check against forged requests did not count: it counts nowhere later, when its key may
     * be known.
     */
    public PresentedCookies readChecked(RoutingContext exchange) {
        PresentedCookies cookies = read(exchange.request());
        return CookieAuthentication.isAccessCookieRefused(exchange) ? cookies.withoutAccess() : cookies;
    }

    /** Refuses a token in a body beside cookies: which of them counts must never be a question (standards C-10). */
    public void requireAlone(PresentedCookies cookies, @Nullable String tokenInBody) {
        if (cookies.any() && tokenInBody != null) {
            throw new ProblemException(ProblemType.INVALID_REQUEST, "Send a token or cookies, not both.");
        }
    }

    /**
     * Answers with the two tokens as cookies.
     *
     * @param lifetimes how long the browser keeps them; null for until it is closed
     */
    public <T> RestResponse<T> answerWithTokens(
            T body,
            String accessToken,
            String refreshToken,
            @Nullable Lifetimes lifetimes,
            PresentedCookies presented) {
        return answerWith(
                body,
                presented,
                List.of(
                        cookie(access, accessToken, lifetimes == null ? null : lifetimes.access()),
                        cookie(refresh, refreshToken, lifetimes == null ? null : lifetimes.refresh())));
    }

    /** How long a browser keeps cookies that outlive it. */
    public record Lifetimes(Duration access, Duration refresh) {}

    /**
     * Answers with the session cookie.
     *
     * @param lifetime how long the browser keeps it; null for until it is closed
     */
    public <T> RestResponse<T> answerWithSession(
            T body, String sessionToken, @Nullable Duration lifetime, PresentedCookies presented) {
        return answerWith(body, presented, List.of(cookie(session, sessionToken, lifetime)));
    }

    /**
     * Answers with tokens in the body that need the presented binding cookie beside them.
     *
     * @param lifetime how long the browser keeps it from now on; null for until it is closed
     */
    public <T> RestResponse<T> answerWithBinding(T body, @Nullable Duration lifetime, PresentedCookies presented) {
        return answerWith(body, presented, List.of(cookie(binding, requireNonNull(presented.binding()), lifetime)));
    }

    /** The cookie by which the device is known again, whoever signs in on it next. */
    public NewCookie ofDevice(String token) {
        return cookie(device, token, deviceTtl);
    }

    /** Adds that cookie to an answer. */
    public <T> RestResponse<T> rememberingDevice(RestResponse<T> answer, String token) {
        return ResponseBuilder.fromResponse(answer).cookie(ofDevice(token)).build();
    }

    /** Answers without cookies. */
    public <T> RestResponse<T> answer(T body, PresentedCookies presented) {
        return answerWith(body, presented, List.of());
    }

    /** Clears what was presented besides: a browser holds one session here. */
    private <T> RestResponse<T> answerWith(T body, PresentedCookies presented, List<NewCookie> cookies) {
        List<NewCookie> all = new ArrayList<>(cookies);
        List<String> set = all.stream().map(NewCookie::getName).toList();
        cleared(presented).stream()
                .filter(cookie -> !set.contains(cookie.getName()))
                .forEach(all::add);
        return ResponseBuilder.ok(body).cookie(all.toArray(NewCookie[]::new)).build();
    }

    /** What takes the presented cookies out of the browser: the same attributes, and no time to live (standards C-05). */
    public List<NewCookie> cleared(PresentedCookies presented) {
        List<NewCookie> cleared = new ArrayList<>();
        if (presented.access() != null || presented.refresh() != null) {
            cleared.add(cookie(access, "", Duration.ZERO));
            cleared.add(cookie(refresh, "", Duration.ZERO));
        }
        if (presented.session() != null) {
            cleared.add(cookie(session, "", Duration.ZERO));
        }
        if (presented.binding() != null) {
            cleared.add(cookie(binding, "", Duration.ZERO));
        }
        return cleared;
    }

    private NewCookie cookie(String name, String value, @Nullable Duration lifetime) {
        return new NewCookie.Builder(name)
                .value(value)
                .path("/")
                .secure(secure)
                .httpOnly(true)
                .sameSite(name.equals(session) ? SameSite.LAX : SameSite.STRICT)
                .maxAge(lifetime == null ? NewCookie.DEFAULT_MAX_AGE : Math.toIntExact(lifetime.toSeconds()))
                .build();
    }
}
