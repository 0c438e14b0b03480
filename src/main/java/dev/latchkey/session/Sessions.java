package dev.latchkey.session;

import dev.latchkey.audit.Audit;
import dev.latchkey.audit.AuditEntry;
import dev.latchkey.audit.AuditType;
import dev.latchkey.revocation.Revocations;
import dev.latchkey.revocation.TokenKind;
import dev.latchkey.support.Ids;
import dev.latchkey.user.Users;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Starts, lists and ends sessions. Every way of ending one comes through here: in one transaction the row gets its reason, the
 * session's id goes on the revocation list, and the audit trail learns of it (standards S-07, S-08). Nothing that ended comes back.
 */
@ApplicationScoped
public class Sessions {

    /** How much longer than its tokens a revocation is kept: siblings may allow a minute of clock skew. */
    private static final Duration REVOCATION_MARGIN = Duration.ofMinutes(2);

    private final Ids ids;
    private final RefreshTokens tokens;
    private final SessionConfig config;
    private final Users users;
    private final Revocations revocations;
    private final Audit audit;

    Sessions(Ids ids, RefreshTokens tokens, SessionConfig config, Users users, Revocations revocations, Audit audit) {
        this.ids = ids;
        this.tokens = tokens;
        this.config = config;
        this.users = users;
        this.revocations = revocations;
        this.audit = audit;
    }

    /**
     * Starts a session, in the caller's transaction. Empty if the user was disabled or changed a credential since it was checked:
     * the user's row is locked meanwhile, so a sign-in cannot slip past whatever ends all sessions (standards S-12). Beyond the
     * limit of sessions, the least recently used ones end.
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public Optional<StartedSession> start(NewSession draft, Duration accessTtl, Instant now) {
        if (!users.lockForSignIn(draft.userId(), draft.securityVersion())) {
            return Optional.empty();
        }
        Session.listLive(draft.userId(), now).stream()
                .skip(config.maxPerUser() - 1L)
                .forEach(oldest -> end(oldest.id(), EndReason.CAPACITY, now));
        RefreshToken first = tokens.first(ids.next());
        Limits limits = Limits.atSignIn(config, draft.rememberMe(), accessTtl, now);
        Session session = Session.start(first.sessionId(), draft, tokens.hash(first), limits, now);
        session.persist();
        return Optional.of(new StartedSession(session.grant(), tokens.encode(first)));
    }

    /** The user's live sessions, the most recently used first. */
    @Transactional
    public List<SessionView> list(UUID userId, UUID current, Instant now) {
        return Session.listLive(userId, now).stream()
                .map(session -> session.view(current))
                .toList();
    }

    /** Ends a session unless it has ended. */
    @Transactional
    public void end(UUID id, EndReason reason, Instant now) {
        end(id, reason, AuditType.SESSION_ENDED, now);
    }

    /** Ends a session of this user; false if the user has no such session. Ending it again is no error. */
    @Transactional
    public boolean endOwn(UUID userId, UUID id, EndReason reason, Instant now) {
        if (!Session.exists(id, userId)) {
            return false;
        }
        end(id, reason, now);
        return true;
    }

    /** Ends every session of the user, but for one if one is given. */
    @Transactional
    public void endAllOf(UUID userId, Optional<UUID> except, EndReason reason, UUID actorId, Instant now) {
        users.lock(userId);
        Session.endAllOf(userId, except, reason, now)
                .forEach(session -> ended(session, reason, AuditType.SESSION_ENDED, actorId, now));
    }

    /** Ends what has passed a limit in a stretch of the primary key. */
    @Transactional(Transactional.TxType.MANDATORY)
    void endOver(Optional<UUID> after, UUID last, Instant now) {
        Session.endOver(after, last, now)
                .forEach(session -> ended(
                        session, session.endAt(now).orElseThrow(), AuditType.SESSION_ENDED, session.userId(), now));
    }

    /** Ends a session unless it has ended, for a cause that the audit trail tells apart. */
    @Transactional(Transactional.TxType.MANDATORY)
    void end(UUID id, EndReason reason, AuditType type, Instant now) {
        Session.end(id, reason, now).ifPresent(session -> ended(session, reason, type, session.userId(), now));
    }

    private void ended(Session session, EndReason reason, AuditType type, UUID actorId, Instant now) {
        Instant revokedUntil = session.accessExpiresAt().plus(REVOCATION_MARGIN);
        if (now.isBefore(revokedUntil)) {
            revocations.revoke(TokenKind.SID, session.id().toString(), revokedUntil, reason.code(), now);
        }
        audit.record(
                AuditEntry.success(type)
                        .user(session.userId())
                        .actor(actorId)
                        .session(session.id())
                        .reason(reason.code()),
                now);
    }
}
