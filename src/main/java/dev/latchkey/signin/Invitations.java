package dev.latchkey.signin;

import dev.latchkey.audit.Audit;
import dev.latchkey.audit.AuditEntry;
import dev.latchkey.audit.AuditType;
import dev.latchkey.mail.Mails;
import dev.latchkey.problem.ProblemException;
import dev.latchkey.problem.ProblemType;
import dev.latchkey.user.NewUser;
import dev.latchkey.user.UserView;
import dev.latchkey.user.Users;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What administrators can do about passwords: have a link mailed. The password is the person's own choice, and nobody else sees the link
 * (standards P-16).
 */
@ApplicationScoped
public class Invitations {

    private final Users users;
    private final Mails mails;
    private final ActionLinks links;
    private final AccountMails accountMails;
    private final Languages languages;
    private final AccountConfig config;
    private final Audit audit;

    Invitations(
            Users users,
            Mails mails,
            ActionLinks links,
            AccountMails accountMails,
            Languages languages,
            AccountConfig config,
            Audit audit) {
        this.users = users;
        this.mails = mails;
        this.links = links;
        this.accountMails = accountMails;
        this.languages = languages;
        this.config = config;
        this.audit = audit;
    }

    /**
     * Makes a user and mails them a link to choose their password; empty if the name is taken. A link that got old or lost is followed by
     * {@link #mailReset}. 409 {@code cannot-mail} without an address, or while mail is off: then there is no user either.
     */
    @Transactional
    public Optional<UserView> invite(NewUser draft, UUID actorId, Instant now) {
        requireMail(draft.email());
        Optional<UserView> user = users.create(draft, actorId, now);
        user.ifPresent(
                it -> mail(it, AuditEntry.success(AuditType.USER_INVITED).actor(actorId), languages.current(), now));
        return user;
    }

    /** Whether the user was invited, as far as the audit trail reaches back, and has chosen no password yet; in the caller's transaction. */
    @Transactional(Transactional.TxType.MANDATORY)
    boolean isOpen(UUID userId) {
        return audit.knows(AuditType.USER_INVITED, userId)
                && users.findCredential(userId)
                        .filter(known -> known.passwordHash() == null)
                        .isPresent();
    }

    /** Mails the invitation again, in the caller's transaction; the link before is void. */
    @Transactional(Transactional.TxType.MANDATORY)
    void repeat(UserView user, Locale language, @Nullable String ip, Instant now) {
        mail(user, AuditEntry.success(AuditType.USER_INVITED).ip(ip), language, now);
    }

    private void mail(UserView user, AuditEntry event, Locale language, Instant now) {
        audit.record(event.user(user.id()), now);
        accountMails.invite(user, link(user, now, config.verificationTtl()), language, now);
    }

    /**
     * Mails a user a link to set another password; the present one is good until it is used. 404 for an unknown user, 409 {@code
     * cannot-mail} for one without an address, or while mail is off.
     */
    @Transactional
    public void mailReset(UUID userId, UUID actorId, Instant now) {
        UserView user = users.find(userId)
                .orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND, "There is no such user."));
        requireMail(user.email());
        audit.record(
                AuditEntry.success(AuditType.AUTHN_PASSWORD_RESET_ASKED)
                        .user(userId)
                        .actor(actorId),
                now);
        accountMails.resetPassword(user, link(user, now, config.resetTtl()), languages.current(), now);
    }

    private String link(UserView user, Instant now, Duration ttl) {
        return links.replace(LinkPurpose.PASSWORD, user.id(), user.email(), now, ttl);
    }

    private void requireMail(@Nullable String address) {
        if (address == null || !mails.isOn()) {
            throw new ProblemException(
                    ProblemType.CANNOT_MAIL,
                    address == null ? "The user has no address." : "This service sends no mail.");
        }
    }
}
