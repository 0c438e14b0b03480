package dev.latchkey.session;

import dev.latchkey.revocation.Revocations;
import dev.latchkey.revocation.TokenKind;
import dev.latchkey.user.UserAuthority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Finds the session behind a cookie, which unlike an access token says nothing by itself. */
@ApplicationScoped
public class LiveSessions {

    private static final Duration MAX_WRITE_INTERVAL = Duration.ofMinutes(1);

    private final SessionTokens tokens;
    private final SessionConfig config;
    private final Revocations revocations;

    LiveSessions(SessionTokens tokens, SessionConfig config, Revocations revocations) {
        this.tokens = tokens;
        this.config = config;
        this.revocations = revocations;
    }

    /** A row with its user, as one query finds them. */
    record Found(Session session, UserAuthority user) {}

    /**
     * The live session of a session cookie; empty if there is none, it is over, or the secret is not its own. Costs no query if this
     * node knows the session to have ended, else one by primary key. Being used moves the idle limit (standards S-04), written at
     * most once a minute. 503 {@code unavailable} while this node cannot judge.
     *
     * @param accessTtl for how long after its end a session must be known as revoked
     */
    @Transactional
    public Optional<LiveSession> authenticate(SessionToken token, Duration accessTtl, Instant now) {
        if (isRevoked(token.sessionId())) {
            return Optional.empty();
        }
        revocations.requireClockWithinBound();
        Optional<Found> live = Session.findWithUser(token.sessionId())
                .filter(found -> isHeldBy(found.session(), token)
                        && found.session().endAt(now).isEmpty());
        live.ifPresent(found -> touch(found.session(), accessTtl, now));
        return live.map(found -> new LiveSession(found.session().grant(), found.user()));
    }

    /** Whether a session has this token, over or not: enough to end it, and for nothing else. */
    @Transactional
    public boolean isHeldBy(SessionToken token) {
        return Session.findWithUser(token.sessionId())
                .filter(found -> isHeldBy(found.session(), token))
                .isPresent();
    }

    private boolean isRevoked(UUID id) {
        revocations.requireFresh();
        return revocations.isRevoked(TokenKind.SID, id.toString());
    }

    private boolean isHeldBy(Session session, SessionToken token) {
        return session.transport() == Transport.SESSION
                && MessageDigest.isEqual(session.refreshHash(), tokens.hash(token));
    }

    private void touch(Session session, Duration accessTtl, Instant now) {
        Duration idle = session.grant().rememberMe() ? config.rememberMe().idleTimeout() : config.idleTimeout();
        // short of the idle timeout, or a busy session would end between two writes
        Duration half = idle.dividedBy(2);
        Duration interval = half.compareTo(MAX_WRITE_INTERVAL) < 0 ? half : MAX_WRITE_INTERVAL;
        if (!now.isBefore(session.lastSeenAt().plus(interval))) {
            Session.touch(session.id(), now, now.minus(interval), now.plus(idle), now.plus(accessTtl));
        }
    }
}
