package dev.latchkey.signin;

import dev.latchkey.audit.Audit;
import dev.latchkey.audit.AuditEntry;
import dev.latchkey.audit.AuditType;
import dev.latchkey.session.EndReason;
import dev.latchkey.session.Reauthentication;
import dev.latchkey.session.Sessions;
import dev.latchkey.token.TokenConfig;
import dev.latchkey.user.Accounts;
import dev.latchkey.user.UserCredential;
import dev.latchkey.user.UserView;
import dev.latchkey.user.Users;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What another password writes, in one transaction: itself, the sessions that it ends, the audit event, the mail. */
@ApplicationScoped
class PasswordRecords {

    /** For whoever has just signed in with the password before: as long as it takes to think of another. */
    private static final Duration CHANGE_TTL = Duration.ofMinutes(10);

    private final Users users;
    private final Accounts accounts;
    private final Sessions sessions;
    private final ActionLinks links;
    private final AccountMails mails;
    private final Languages languages;
    private final TokenConfig tokens;
    private final Audit audit;

    PasswordRecords(
            Users users,
            Accounts accounts,
            Sessions sessions,
            ActionLinks links,
            AccountMails mails,
            Languages languages,
            TokenConfig tokens,
            Audit audit) {
        this.users = users;
        this.accounts = accounts;
        this.sessions = sessions;
        this.links = links;
        this.mails = mails;
        this.languages = languages;
        this.tokens = tokens;
        this.audit = audit;
    }

    /** False if the link was used, or the user changed, since the credential was read. A mailed link also proves the address. */
    @Transactional
    boolean reset(String token, UserCredential owner, String hash, @Nullable String ip, Instant now) {
        UUID id = owner.userId();
        LinkPurpose purpose = LinkPurpose.ofPassword(token);
        Optional<ActionLinks.Found> link = links.find(purpose, token, now);
        if (link.isEmpty()
                || !users.lockForSignIn(id, owner.securityVersion())
                || !wasMailedToTheirAddress(link.get())
                || !links.consume(purpose, token, now)) {
            return false;
        }
        Optional.ofNullable(link.get().address()).ifPresent(address -> accounts.takeAddress(id, address));
        change(id, hash);
        record(AuditType.AUTHN_PASSWORD_RESET, id, ip, now);
        sessions.endAllOf(id, Optional.empty(), EndReason.PASSWORD_RESET, id, now);
        users.find(id).ifPresent(user -> mails.passwordReset(user, languages.current(), now));
        return true;
    }

    /** The address may have changed while the link was being made: it must not change back. */
    private boolean wasMailedToTheirAddress(ActionLinks.Found link) {
        String address = link.address();
        return address == null
                || users.find(link.userId())
                        .map(UserView::email)
                        .filter(address::equals)
                        .isPresent();
    }

    /** Also replaces the session of who proved the password before; empty if session or user changed in between. */
    @Transactional
    Optional<Admission> change(Reauthentication proof, String hash, @Nullable String ip, Instant now) {
        UUID id = proof.userId();
        return sessions.replace(proof, tokens.accessTtl(), now).map(session -> {
            change(id, hash);
            record(AuditType.AUTHN_PASSWORD_CHANGE, id, ip, now);
            sessions.endAllOf(id, Optional.of(session.grant().sessionId()), EndReason.PASSWORD_CHANGED, id, now);
            users.find(id).ifPresent(user -> mails.passwordChanged(user, languages.current(), now));
            return new Admission(session, users.findAuthority(id).orElseThrow());
        });
    }

    /** Somebody who is signed in did not know the password. */
    @Transactional
    void changeFailed(UUID userId, UUID sessionId, @Nullable String ip, Instant now) {
        audit.record(
                AuditEntry.failure(AuditType.AUTHN_PASSWORD_CHANGE_FAIL)
                        .user(userId)
                        .session(sessionId)
                        .ip(ip),
                now);
    }

    /**
     * Makes the token by which somebody who knew a compromised password can do nothing but set another (standards P-05). Empty if the
     * user changed since the credential was read: who knew the password before it was changed must not change it again.
     */
    @Transactional
    Optional<String> demandChange(UserCredential credential, @Nullable String ip, Instant now) {
        UUID id = credential.userId();
        if (!users.lockForSignIn(id, credential.securityVersion())) {
            return Optional.empty();
        }
        audit.record(
                AuditEntry.failure(AuditType.AUTHN_LOGIN_FAIL)
                        .user(id)
                        .reason("password_change_required")
                        .ip(ip),
                now);
        return Optional.of(links.replace(LinkPurpose.REQUIRED_PASSWORD, id, null, now, CHANGE_TTL));
    }

    /** Whatever was under way for who knew the password before, or read the mail before, is void. */
    private void change(UUID id, String hash) {
        accounts.changePassword(id, hash);
        links.voidAllOf(id, LinkPurpose.PASSWORD);
        links.voidAllOf(id, LinkPurpose.REQUIRED_PASSWORD);
        links.voidAllOf(id, LinkPurpose.EMAIL);
    }

    private void record(AuditType type, UUID userId, @Nullable String ip, Instant now) {
        audit.record(AuditEntry.success(type).user(userId).actor(userId).ip(ip), now);
    }
}
