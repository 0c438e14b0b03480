package dev.latchkey.signin;

import dev.latchkey.audit.Audit;
import dev.latchkey.audit.AuditEntry;
import dev.latchkey.audit.AuditType;
import dev.latchkey.session.NewSession;
import dev.latchkey.session.Reauthentication;
import dev.latchkey.session.Sessions;
import dev.latchkey.token.TokenConfig;
import dev.latchkey.user.Users;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a sign-in writes: the session it starts, and its trace in the audit trail, in one transaction. */
@ApplicationScoped
class SignInRecords {

    private static final String STEP_UP = "step_up";

    private final Sessions sessions;
    private final Users users;
    private final TokenConfig tokens;
    private final Audit audit;

    SignInRecords(Sessions sessions, Users users, TokenConfig tokens, Audit audit) {
        this.sessions = sessions;
        this.users = users;
        this.tokens = tokens;
        this.audit = audit;
    }

    /** Starts the session in the place of others; empty, and these go on, if the user changed in between. */
    @Transactional
    Optional<Admission> start(NewSession draft, Set<UUID> replaced, Instant now) {
        return sessions.start(draft, replaced, tokens.accessTtl(), now).map(session -> {
            audit.record(
                    AuditEntry.success(AuditType.AUTHN_LOGIN_SUCCESS)
                            .user(draft.userId())
                            .actor(draft.userId())
                            .session(session.grant().sessionId())
                            .ip(draft.device().ip()),
                    now);
            return new Admission(session, users.findAuthority(draft.userId()).orElseThrow());
        });
    }

    /** Replaces the session of somebody who proved anew who they are; empty if session or user changed in between. */
    @Transactional
    Optional<Admission> stepUp(Reauthentication proof, @Nullable String ip, Instant now) {
        return sessions.replace(proof, tokens.accessTtl(), now).map(session -> {
            audit.record(
                    AuditEntry.success(AuditType.AUTHN_LOGIN_SUCCESS)
                            .user(proof.userId())
                            .actor(proof.userId())
                            .session(session.grant().sessionId())
                            .reason(STEP_UP)
                            .ip(ip),
                    now);
            return new Admission(session, users.findAuthority(proof.userId()).orElseThrow());
        });
    }

    /** Somebody who is signed in did not know the password. */
    @Transactional
    void stepUpFailed(UUID userId, UUID sessionId, @Nullable String ip, Instant now) {
        audit.record(
                AuditEntry.failure(AuditType.AUTHN_LOGIN_FAIL)
                        .user(userId)
                        .session(sessionId)
                        .reason(STEP_UP)
                        .ip(ip),
                now);
    }

    /**
     * The failure of a sign-in. Never the name that was typed: people type passwords there (standards L-04).
     *
     * @param pseudonym by which attempts at one name are told from those at another, where nobody has it
     */
    @Transactional
    void failed(Optional<UUID> userId, String pseudonym, @Nullable String ip, Instant now) {
        AuditEntry failure = AuditEntry.failure(AuditType.AUTHN_LOGIN_FAIL).ip(ip);
        audit.record(userId.map(failure::user).orElseGet(() -> failure.reason("unknown " + pseudonym)), now);
    }
}
