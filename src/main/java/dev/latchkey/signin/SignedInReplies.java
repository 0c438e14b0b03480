package dev.latchkey.signin;

import dev.latchkey.identity.AuthCookies;
import dev.latchkey.identity.AuthCookies.Lifetimes;
import dev.latchkey.identity.CsrfTokens;
import dev.latchkey.identity.PresentedCookies;
import dev.latchkey.session.SessionGrant;
import dev.latchkey.session.Transport;
import dev.latchkey.token.AccessTokenIssuer;
import dev.latchkey.token.AccessTokenSubject;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jboss.resteasy.reactive.RestResponse;

/**
 * Issues the access token of a session and says <em>signed in</em>, in the way the session's transport asks for. Signing takes time,
 * so never inside a transaction.
 */
@ApplicationScoped
class SignedInReplies {

    private final AccessTokenIssuer issuer;
    private final AuthCookies cookies;
    private final CsrfTokens csrfTokens;
    private final Clock clock;

    SignedInReplies(AccessTokenIssuer issuer, AuthCookies cookies, CsrfTokens csrfTokens, Clock clock) {
        this.issuer = issuer;
        this.cookies = cookies;
        this.csrfTokens = csrfTokens;
        this.clock = clock;
    }

    /** What to answer whoever now holds the session and came with these cookies. */
    RestResponse<SignedIn> signedIn(Admission admission, PresentedCookies presented) {
        RestResponse<SignedIn> answer = answer(admission, presented);
        return admission.deviceToken() == null || admission.session().grant().transport() == Transport.BODY
                ? answer
                : cookies.rememberingDevice(answer, admission.deviceToken());
    }

    private RestResponse<SignedIn> answer(Admission admission, PresentedCookies presented) {
        Instant now = clock.instant();
        SessionGrant grant = admission.session().grant();
        String token = admission.session().token();
        return switch (grant.transport()) {
            case BODY -> {
                SignedIn body = new SignedIn(
                        "Bearer",
                        accessToken(admission, now),
                        secondsUntil(grant.accessExpiresAt(), now),
                        token,
                        secondsUntil(grant.idleExpiresAt(), now),
                        null,
                        admission.deviceToken(),
                        limits(grant));
                yield grant.bindingHash() == null
                        ? cookies.answer(body, presented)
                        : cookies.answerWithBinding(
                                body, grant.rememberMe() ? lifetime(now, grant.idleExpiresAt()) : null, presented);
            }
            case COOKIE ->
                cookies.answerWithTokens(
                        new SignedIn(
                                "Bearer",
                                null,
                                secondsUntil(grant.accessExpiresAt(), now),
                                null,
                                secondsUntil(grant.idleExpiresAt(), now),
                                csrfTokens.of(grant.sessionId()),
                                null,
                                limits(grant)),
                        accessToken(admission, now),
                        token,
                        grant.rememberMe()
                                ? new Lifetimes(
                                        lifetime(now, grant.accessExpiresAt()), lifetime(now, grant.idleExpiresAt()))
                                : null,
                        presented);
            // the cookie is never set again while its idle limit moves, so it may live as long as the session at most
            // can
            case SESSION ->
                cookies.answerWithSession(
                        new SignedIn(
                                null, null, null, null, null, csrfTokens.of(grant.sessionId()), null, limits(grant)),
                        token,
                        grant.rememberMe() ? lifetime(now, grant.expiresAt()) : null,
                        presented);
        };
    }

    private String accessToken(Admission admission, Instant now) {
        SessionGrant grant = admission.session().grant();
        return issuer.issue(AccessTokenSubject.of(grant, admission.user()), now, grant.accessExpiresAt())
                .value();
    }

    private static SignedIn.SessionLimits limits(SessionGrant grant) {
        return new SignedIn.SessionLimits(grant.sessionId(), grant.idleExpiresAt(), grant.expiresAt());
    }

    private static long secondsUntil(Instant end, Instant now) {
        return Math.max(
                0, Duration.between(now.truncatedTo(ChronoUnit.SECONDS), end).toSeconds());
    }

    /** Rounded down: a cookie never outlives what it carries (standards C-03). */
    private static Duration lifetime(Instant now, Instant end) {
        return now.isBefore(end) ? Duration.between(now, end) : Duration.ZERO;
    }
}
