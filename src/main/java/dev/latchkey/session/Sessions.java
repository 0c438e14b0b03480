package dev.latchkey.session;

import static java.util.Objects.requireNonNull;

import dev.latchkey.audit.Audit;
import dev.latchkey.audit.AuditEntry;
import dev.latchkey.audit.AuditType;
import dev.latchkey.revocation.Revocations;
import dev.latchkey.revocation.RevokedToken;
import dev.latchkey.revocation.TokenKind;
import dev.latchkey.support.Ids;
import dev.latchkey.user.Users;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Starts, lists and ends sessions. Every way of ending one comes through here: in one transaction the row gets its reason, the
 * session's id goes on the revocation list, and the audit trail learns of it (standards S-07, S-08). Nothing that ended comes back.
 */
@ApplicationScoped
public class Sessions {

    private static final int HISTORY = 20;

    private final Ids ids;
    private final FirstTokens tokens;
    private final SessionConfig config;
    private final Users users;
    private final Revocations revocations;
    private final Audit audit;
    private final Event<SessionsEnded> ended;
    private final Event<NewDeviceSignedIn> newDevices;

    Sessions(
            Ids ids,
            FirstTokens tokens,
            SessionConfig config,
            Users users,
            Revocations revocations,
            Audit audit,
            Event<SessionsEnded> ended,
            Event<NewDeviceSignedIn> newDevices) {
        this.ids = ids;
        this.tokens = tokens;
        this.config = config;
        this.users = users;
        this.revocations = revocations;
        this.audit = audit;
        this.ended = ended;
        this.newDevices = newDevices;
    }

    /**
     * Starts a session, in the caller's transaction. Empty if the user was disabled or changed a credential since it was checked:
     * the user's row is locked meanwhile, so a sign-in cannot slip past whatever ends all sessions (standards S-12). Beyond the
     * limit of sessions, the least recently used ones end.
     *
     * @param replaced sessions whose place it takes, the same user's or another's, proven to be the client's: they end first, so that
     *     none of them counts against the limit
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public Optional<StartedSession> start(NewSession draft, Set<UUID> replaced, Duration accessTtl, Instant now) {
        if (!replaced.isEmpty()) {
            users.lockAll(Stream.concat(Stream.of(draft.userId()), Session.listLiveOwners(replaced).stream())
                    .toList());
        }
        if (!users.lockForSignIn(draft.userId(), draft.securityVersion())) {
            return Optional.empty();
        }
        replaced.forEach(
                old -> end(old, EndReason.REPLACED, entry(EndReason.REPLACED).actor(draft.userId()), now));
        Session.listLiveIds(draft.userId(), now).stream()
                .skip(config.maxPerUser() - 1L)
                .forEach(oldest -> end(oldest, EndReason.CAPACITY, entry(EndReason.CAPACITY), now));
        boolean newDevice = isNewDevice(draft);
        UUID id = ids.next();
        Limits limits = Limits.atSignIn(config, draft.rememberMe(), accessTtl, now);
        FirstTokens.FirstToken first = tokens.create(id, draft.transport());
        Session session = Session.start(id, draft, first.hash(), limits, now);
        session.persist();
        if (newDevice) {
            audit.record(
                    AuditEntry.success(AuditType.AUTHN_NEW_DEVICE)
                            .user(draft.userId())
                            .session(id)
                            .ip(draft.device().ip()),
                    now);
            newDevices.fire(new NewDeviceSignedIn(draft.userId(), draft.device().name(), now));
        }
        return Optional.of(new StartedSession(session.grant(), first.value()));
    }

    /**
     * Puts a new session in the place of a live one, in the caller's transaction, so that an id and tokens known from before the
     * proof are worth nothing after it (standards S-03). Device, transport, {@code remember_me}, start and absolute limit stay. Empty
     * if the user was disabled or changed a credential since it was checked, or if the session is over or not the user's.
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public Optional<StartedSession> replace(Reauthentication proof, Duration accessTtl, Instant now) {
        if (!users.lockForSignIn(proof.userId(), proof.securityVersion())) {
            return Optional.empty();
        }
        return Session.findLocked(proof.sessionId())
                .filter(old -> isLive(old, proof.userId(), now))
                .map(old -> {
                    end(old.id(), EndReason.REPLACED, entry(EndReason.REPLACED).actor(proof.userId()), now);
                    SessionGrant grant = old.grant();
                    UUID id = ids.next();
                    FirstTokens.FirstToken first = tokens.create(id, grant.transport());
                    Limits limits = Limits.until(grant.expiresAt(), config, grant.rememberMe(), accessTtl, now);
                    Session session = old.successor(id, first.hash(), proof, limits, now);
                    session.persist();
                    return new StartedSession(session.grant(), first.value());
                });
    }

    /**
     * Locks a session until the caller's transaction ends, and says whether it is the user's and goes on. The user's row is to be locked
     * before.
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public boolean lockIfLive(UUID userId, UUID id, Instant now) {
        return Session.findLocked(id)
                .filter(session -> isLive(session, userId, now))
                .isPresent();
    }

    private static boolean isLive(Session session, UUID userId, Instant now) {
        return session.userId().equals(userId) && session.endAt(now).isEmpty();
    }

    /** Standards S-16. Who was away for longer than the retention has no sessions left, but the audit trail remembers one. */
    private boolean isNewDevice(NewSession draft) {
        return !SessionLists.existsOn(draft.device(), draft.userId())
                && (SessionLists.existsOf(draft.userId())
                        || audit.knows(AuditType.AUTHN_LOGIN_SUCCESS, draft.userId()));
    }

    /** The user's live sessions, the most recently used first. */
    @Transactional
    public List<SessionView> list(UUID userId, UUID current, Instant now) {
        return SessionLists.listLive(userId, current, now);
    }

    /** How the user's latest sessions ended, the newest end first; those kept by the retention, 20 at most. */
    @Transactional
    public List<EndedSessionView> history(UUID userId) {
        return SessionLists.listEnded(userId, HISTORY);
    }

    /** Ends a session unless it has ended; whoever holds it is said to have done it. */
    @Transactional
    public void end(UUID id, EndReason reason, Instant now) {
        Session.end(id, reason, now)
                .ifPresent(session -> ended(List.of(session), entry(reason).actor(session.userId()), now));
    }

    /** The same at the wish of a client. */
    @Transactional
    public void end(UUID id, EndReason reason, String clientId, Instant now) {
        end(id, reason, entry(reason).client(clientId), now);
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
        ended(Session.endAllOf(userId, except, reason, now), entry(reason).actor(actorId), now);
    }

    /** Ends what has passed a limit in a stretch of the primary key. */
    @Transactional(Transactional.TxType.MANDATORY)
    void endOver(Optional<UUID> after, UUID last, Instant now) {
        SweptSessions.endOver(after, last, now).stream()
                .collect(Collectors.groupingBy(
                        session -> session.endAt(now).orElseThrow(() -> new IllegalStateException("not over"))))
                .forEach((reason, sessions) -> ended(sessions, entry(reason), now));
    }

    /** Ends a session unless it has ended, for a reason that the entry names and the audit trail tells in its words. */
    @Transactional(Transactional.TxType.MANDATORY)
    void end(UUID id, EndReason reason, AuditEntry entry, Instant now) {
        Session.end(id, reason, now).ifPresent(session -> ended(List.of(session), entry.reason(reason.code()), now));
    }

    private void ended(List<Session> sessions, AuditEntry entry, Instant now) {
        if (sessions.isEmpty()) {
            return;
        }
        String reason = requireNonNull(entry.reason());
        revocations.revokeAll(sessions.stream()
                .map(session -> new RevokedToken(
                        TokenKind.SID,
                        session.id().toString(),
                        now,
                        session.accessExpiresAt().plus(Revocations.MARGIN),
                        reason))
                .toList());
        sessions.forEach(session -> audit.record(entry.user(session.userId()).session(session.id()), now));
        ended.fire(new SessionsEnded(EndReason.of(reason), sessions.size()));
    }

    private static AuditEntry entry(EndReason reason) {
        return AuditEntry.success(AuditType.SESSION_ENDED).reason(reason.code());
    }
}
