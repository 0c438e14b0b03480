package dev.latchkey.session;

import dev.latchkey.audit.AuditEntry;
import dev.latchkey.audit.AuditType;
import dev.latchkey.user.UserAuthority;
import dev.latchkey.user.Users;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a genuine token means that is not the current one. Whoever holds the one before the current gets the same successor again
 * for a while, so neither two tabs nor a lost answer sign anybody out, and there is never more than one line of succession.
 */
@ApplicationScoped
class RefreshVerdicts {

    private final RefreshTokens tokens;
    private final SessionConfig config;
    private final Sessions sessions;
    private final Users users;
    private final Anomalies anomalies;
    private final Event<RefreshTokenReused> reuses;
    private final UsesAfterEnd usesAfterEnd;

    RefreshVerdicts(
            RefreshTokens tokens,
            SessionConfig config,
            Sessions sessions,
            Users users,
            Anomalies anomalies,
            Event<RefreshTokenReused> reuses,
            UsesAfterEnd usesAfterEnd) {
        this.tokens = tokens;
        this.config = config;
        this.sessions = sessions;
        this.users = users;
        this.anomalies = anomalies;
        this.reuses = reuses;
        this.usesAfterEnd = usesAfterEnd;
    }

    /** Returns every verdict and throws for none: the end of a session must not be rolled back with the reply. */
    @Transactional
    Refresh judge(
            RefreshToken presented,
            Transport transport,
            @Nullable String bindingHash,
            Requester requester,
            Instant now) {
        return Session.findLocked(presented.sessionId())
                .filter(session -> session.transport() == transport && session.isBoundTo(bindingHash))
                .map(session -> judge(presented, session, requester, now))
                .orElse(new Refresh.Refused(Verdict.UNKNOWN));
    }

    private Refresh judge(RefreshToken presented, Session session, Requester requester, Instant now) {
        Optional<EndReason> over = session.endAt(now);
        if (over.isPresent()) {
            if (!session.hasEnded()) {
                sessions.end(session.id(), over.get(), AuditEntry.success(AuditType.SESSION_ENDED), now);
            }
            usesAfterEnd.note(session.id(), over.get(), requester);
            return new Refresh.Ended(Verdict.ENDED, over.get());
        }
        if (!users.isEnabled(session.userId())) {
            // disabling ends sessions; this one came back with a restored row, or the account was disabled by hand
            sessions.end(session.id(), EndReason.DISABLED, AuditEntry.success(AuditType.SESSION_ENDED), now);
            return new Refresh.Ended(Verdict.ENDED, EndReason.DISABLED);
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
                    AuditEntry.failure(AuditType.AUTHN_TOKEN_REUSE).ip(requester.ip()),
                    session,
                    now);
        }
        if (withinGrace(session, now)) {
            return raced(session, successor.get(), requester, now);
        }
        return reused(
                Verdict.LOST_REPLY,
                AuditEntry.failure(AuditType.SESSION_REPLY_LOST).ip(requester.ip()),
                session,
                now);
    }

    private boolean withinGrace(Session session, Instant now) {
        Duration grace = config.refreshGrace();
        return !grace.isZero() && !now.isAfter(session.rotatedAt().plus(grace));
    }

    private Refresh reused(Verdict verdict, AuditEntry entry, Session session, Instant now) {
        sessions.end(session.id(), EndReason.REUSE_DETECTED, entry, now);
        reuses.fire(new RefreshTokenReused(session.userId(), verdict, session.deviceName(), now));
        return new Refresh.Ended(verdict, EndReason.REUSE_DETECTED);
    }

    private Refresh raced(Session session, RefreshToken successor, Requester requester, Instant now) {
        // the foreign key keeps the user as long as the locked session
        UserAuthority user = users.findAuthority(session.userId()).orElseThrow();
        SessionGrant grant = anomalies.check(session.grant(), session.usedFrom(), requester, now);
        return new Refresh.Granted(Verdict.RACE, new StartedSession(grant, tokens.encode(successor)), user);
    }
}
