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
    private final Anomalies anomalies;
    private final Revocations revocations;
    private final UsesAfterEnd usesAfterEnd;

    LiveSessions(
            SessionTokens tokens,
            SessionConfig config,
            Anomalies anomalies,
            Revocations revocations,
            UsesAfterEnd usesAfterEnd) {
        this.tokens = tokens;
        this.config = config;
        this.anomalies = anomalies;
        this.revocations = revocations;
        this.usesAfterEnd = usesAfterEnd;
    }

    /** A row with its user, as one query finds them. */
    record Found(Session session, UserAuthority user) {}

    /**
     * The live session of a session cookie; empty if there is none, it is over, its user is disabled, or the secret is not its own. Costs no query if this
     * node knows the session to have ended, else one by primary key. Being used moves the idle limit (standards S-04), written at
     * most once a minute, and where it is used from is looked at as often. 503 {@code unavailable} while this node cannot judge.
     *
     * @param accessTtl for how long after its end a session must be known as revoked
     * @param requester where the request came from
     */
    @Transactional
    public Optional<LiveSession> authenticate(
            SessionToken token, Duration accessTtl, Requester requester, Instant now) {
        if (isRevoked(token.sessionId())) {
            return Optional.empty();
        }
        revocations.requireClockWithinBound();
        return Session.findWithUser(token.sessionId())
                .filter(found -> isHeldBy(found.session(), token) && isLive(found.session(), requester, now))
                .map(found -> new LiveSession(used(found.session(), accessTtl, requester, now), found.user()));
    }

    /** Whether a session has this token, over or not: enough to end it, and for nothing else. */
    @Transactional
    public boolean isHeldBy(SessionToken token) {
        return Session.<Session>findByIdOptional(token.sessionId())
                .filter(session -> isHeldBy(session, token))
                .isPresent();
    }

    private boolean isRevoked(UUID id) {
        revocations.requireFresh();
        return revocations.isRevoked(TokenKind.SID, id.toString());
    }

    private boolean isLive(Session session, Requester requester, Instant now) {
        Optional<EndReason> over = session.endAt(now);
        over.ifPresent(reason -> usesAfterEnd.note(session.id(), reason, requester));
        return over.isEmpty();
    }

    private boolean isHeldBy(Session session, SessionToken token) {
        return session.transport() == Transport.SESSION
                && MessageDigest.isEqual(session.refreshHash(), tokens.hash(token));
    }

    private SessionGrant used(Session session, Duration accessTtl, Requester requester, Instant now) {
        Duration idle = session.grant().rememberMe() ? config.rememberMe().idleTimeout() : config.idleTimeout();
        // short of the idle timeout, or a busy session would end between two writes
        Duration half = idle.dividedBy(2);
        Duration interval = half.compareTo(MAX_WRITE_INTERVAL) < 0 ? half : MAX_WRITE_INTERVAL;
        if (!now.isBefore(session.lastSeenAt().plus(interval))) {
            Session.touch(session.id(), now, now.minus(interval), now.plus(idle), now.plus(accessTtl));
        }
        // at every use, or a thief would only have to wait for the owner's first one of a minute
        return anomalies.check(session.grant(), session.usedFrom(), requester, now);
    }
}
