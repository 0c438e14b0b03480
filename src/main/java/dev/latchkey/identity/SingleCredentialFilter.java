package dev.latchkey.identity;

import dev.latchkey.problem.ProblemException;
import dev.latchkey.problem.ProblemType;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Refuses a request that carries credentials from two sources: components that each read another one would see two callers
 * (standards C-04, C-10). An access and a refresh cookie together are one source.
 */
class SingleCredentialFilter {

    /**
     * Whoever got cookies of two kinds into one browser must get out again: signing in and signing out end what each of them names,
     * and the links in mails do not look at them.
     */
    private static final Set<String> WAYS_OUT = Set.of(
            "/auth/sign-in",
            "/auth/sign-out",
            "/auth/not-me",
            "/auth/verify-email",
            "/auth/email/verify",
            "/auth/reset-password",
            "/auth/password/reset");

    private final AuthCookies authCookies;

    SingleCredentialFilter(AuthCookies authCookies) {
        this.authCookies = authCookies;
    }

    @ServerRequestFilter(preMatching = true, nonBlocking = true, priority = Priorities.AUTHENTICATION)
    public void requireOne(HttpServerRequest request) {
        MultiMap headers = request.headers();
        boolean authorization = headers.contains(HttpHeaders.AUTHORIZATION);
        // most requests to public methods carry none, and collecting all costs
        if (authorization && headers.getAll(HttpHeaders.AUTHORIZATION).size() > 1) {
            throw new ProblemException(ProblemType.INVALID_REQUEST, "Send one Authorization header, not several.");
        }
        PresentedCookies cookies = authCookies.read(request);
        if (authorization && cookies.any()) {
            throw new ProblemException(
                    ProblemType.INVALID_REQUEST, "Send an Authorization header or cookies, not both.");
        }
        String path = request.path();
        if (cookies.mixed() && (path == null || !WAYS_OUT.contains(path))) {
            throw new ProblemException(ProblemType.INVALID_REQUEST, "Send the cookies of one session, not of two.");
        }
    }
}
