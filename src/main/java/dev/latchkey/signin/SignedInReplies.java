package dev.latchkey.signin;

import dev.latchkey.session.SessionGrant;
import dev.latchkey.token.AccessTokenIssuer;
import dev.latchkey.token.AccessTokenSubject;
import dev.latchkey.user.UserAuthority;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Issues the access token of a session and says <em>signed in</em>. Signing takes time, so never inside a transaction. */
@ApplicationScoped
class SignedInReplies {

    private final AccessTokenIssuer issuer;
    private final Clock clock;

    SignedInReplies(AccessTokenIssuer issuer, Clock clock) {
        this.issuer = issuer;
        this.clock = clock;
    }

    /** What to answer whoever now holds the session. */
    SignedIn signedIn(Admission admission) {
        Instant now = clock.instant();
        SessionGrant grant = admission.session().grant();
        UserAuthority user = admission.user();
        AccessTokenSubject subject = new AccessTokenSubject(
                grant.userId(),
                grant.sessionId(),
                user.username(),
                user.roles(),
                grant.authenticatedAt(),
                grant.acr(),
                grant.amr());
        return new SignedIn(
                "Bearer",
                issuer.issue(subject, now, grant.accessExpiresAt()).value(),
                secondsUntil(grant.accessExpiresAt(), now),
                admission.session().refreshToken(),
                secondsUntil(grant.idleExpiresAt(), now),
                new SignedIn.SessionLimits(grant.sessionId(), grant.idleExpiresAt(), grant.expiresAt()));
    }

    private static long secondsUntil(Instant end, Instant now) {
        return Math.max(
                0, Duration.between(now.truncatedTo(ChronoUnit.SECONDS), end).toSeconds());
    }
}
