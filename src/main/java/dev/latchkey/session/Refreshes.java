package dev.latchkey.session;

import dev.latchkey.audit.AuditEntry;
import dev.latchkey.audit.AuditType;
import dev.latchkey.revocation.Revocations;
import dev.latchkey.revocation.TokenKind;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Rotation of refresh tokens with detection of reuse (RFC 9700 §4.14.2; standards, D8).
 *
 * <p>A refresh that goes well is one UPDATE. Only when that finds nothing is the row read, locked, and a verdict reached. Whoever
 * holds the token before the current one gets the same successor again for a while, so neither two tabs nor a lost answer sign
 * anybody out, and there is never more than one line of succession.
 */
@ApplicationScoped
public class Refreshes {

    private final RefreshTokens tokens;
    private final SessionConfig config;
    private final Sessions sessions;
    private final Revocations revocations;

    Refreshes(RefreshTokens tokens, SessionConfig config, Sessions sessions, Revocations revocations) {
        this.tokens = tokens;
        this.config = config;
        this.sessions = sessions;
        this.revocations = revocations;
    }

    /**
     * Presents a genuine token, in the caller's transaction. 503 {@code unavailable} while this node's clock and the database's
     * differ by too much, since every limit is judged by it.
     *
     * @param accessTtl how long an access token lives, at most
     * @param ip where the request came from, for the audit trail
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public Refresh refresh(RefreshToken presented, Duration accessTtl, @Nullable String ip, Instant now) {
        revocations.requireClockWithinBound();
        Optional<String> revoked =
                revocations.reason(TokenKind.SID, presented.sessionId().toString());
        if (revoked.isPresent()) {
            // known here even if a failover made the database forget it
            return new Refresh.Ended(Verdict.ENDED, EndReason.of(revoked.get()));
        }
        RefreshToken next = tokens.successor(presented);
        return Session.rotate(presented, tokens.hash(presented), tokens.hash(next), Rotation.at(now, config, accessTtl))
                .map(session -> granted(Verdict.GRANTED, session, next))
                .orElseGet(() -> Session.findLocked(presented.sessionId())
                        .map(session -> judge(presented, session, ip, now))
                        .orElse(new Refresh.Refused(Verdict.UNKNOWN)));
    }

    private Refresh judge(RefreshToken presented, Session session, @Nullable String ip, Instant now) {
        Optional<EndReason> over = session.endAt(now);
        if (over.isPresent()) {
            if (!session.hasEnded()) {
                sessions.end(session.id(), over.get(), AuditEntry.success(AuditType.SESSION_ENDED), now);
            }
            return new Refresh.Ended(Verdict.ENDED, over.get());
        }
        if (presented.generation() >= session.generation()) {
            return new Refresh.Refused(Verdict.ROLLED_BACK);
        }
        Optional<RefreshToken> successor = presented.generation() == session.generation() - 1
                ? tokens.successorWithHash(presented, session.refreshHash())
                : Optional.empty();
        if (successor.isEmpty()) {
            return reused(
                    Verdict.THEFT,
                    AuditEntry.failure(AuditType.AUTHN_TOKEN_REUSE).ip(ip),
                    session,
                    now);
        }
        if (withinGrace(session, now)) {
            return granted(Verdict.RACE, session, successor.get());
        }
        return reused(
                Verdict.LOST_REPLY,
                AuditEntry.failure(AuditType.SESSION_REPLY_LOST).ip(ip),
                session,
                now);
    }

    private boolean withinGrace(Session session, Instant now) {
        Duration grace = config.refreshGrace();
        return !grace.isZero() && !now.isAfter(session.rotatedAt().plus(grace));
    }

    private Refresh reused(Verdict verdict, AuditEntry entry, Session session, Instant now) {
        sessions.end(session.id(), EndReason.REUSE_DETECTED, entry, now);
        return new Refresh.Ended(verdict, EndReason.REUSE_DETECTED);
    }

    private Refresh granted(Verdict verdict, Session session, RefreshToken token) {
        return new Refresh.Granted(verdict, new StartedSession(session.grant(), tokens.encode(token)));
    }
}
