package dev.latchkey.signin;

import dev.latchkey.audit.Audit;
import dev.latchkey.audit.AuditEntry;
import dev.latchkey.audit.AuditType;
import dev.latchkey.user.Accounts;
import dev.latchkey.user.UserView;
import dev.latchkey.user.Users;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Answers what was asked for about an address, by a mail to whom the address belongs, and not more often than they want to read. */
@ApplicationScoped
class AddressAnswers {

    /** While the first of their links is good: whoever uses them up for the owner leaves one that the owner can use. */
    private static final int MOST_RESETS = 3;

    private static final int MOST_REPEATED_SIGN_UPS_A_DAY = 3;

    /** While the first of their links is good, that of the administrator's among them. */
    private static final int MOST_INVITATIONS = 3;

    /** Who has waited for longer has asked again. */
    private static final Duration PATIENCE = Duration.ofHours(1);

    /** Until what could not be answered is tried again; far more than an answer takes. */
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final Users users;
    private final Accounts accounts;
    private final PendingSignUps pendingSignUps;
    private final ActionLinks links;
    private final AccountMails mails;
    private final Invitations invitations;
    private final AccountConfig config;
    private final SignUpConfig signUps;
    private final Audit audit;

    AddressAnswers(
            Users users,
            Accounts accounts,
            PendingSignUps pendingSignUps,
            ActionLinks links,
            AccountMails mails,
            Invitations invitations,
            AccountConfig config,
            SignUpConfig signUps,
            Audit audit) {
        this.users = users;
        this.accounts = accounts;
        this.pendingSignUps = pendingSignUps;
        this.links = links;
        this.mails = mails;
        this.invitations = invitations;
        this.config = config;
        this.signUps = signUps;
        this.audit = audit;
    }

    /** The oldest request that is due, if there is one; it is not due again for a while. */
    @Transactional
    Optional<AddressRequest> takeDue(Instant now) {
        return AddressRequest.takeDue(now.minus(PATIENCE), now, now.plus(PAUSE));
    }

    /** Answers a request, in one transaction with forgetting it. Does nothing if another node has done so, or its sign-up is over. */
    @Transactional
    void answer(AddressRequest request, Instant now) {
        // before the request, as who uses a link locks them: in another order, each would wait for the other
        request.signUpId().ifPresent(pendingSignUps::lock);
        if (!AddressRequest.remove(request.id())) {
            return;
        }
        if (request.isFor(AddressRequest.Kind.PASSWORD_RESET)) {
            answerReset(request, now);
        } else if (signUps.mode() == SignUpConfig.Mode.INVITE
                && request.signUpId().isEmpty()) {
            answerInvited(request, now);
        } else {
            answerSignUp(request, now);
        }
    }

    /** Deletes what nobody waits for any more. */
    @Transactional
    void forgetOld(Instant now) {
        AddressRequest.deleteUntil(now.minus(PATIENCE));
    }

    private void answerSignUp(AddressRequest request, Instant now) {
        Optional<UserView> owner = accounts.findByName(request.address());
        if (owner.isEmpty()) {
            request.signUpId()
                    .flatMap(id -> pendingSignUps.renewLink(id, now))
                    .ifPresent(token -> mails.verifySignUp(request.address(), token, request.language(), now));
            return;
        }
        owner.filter(user -> isDue(
                        user, AuditType.USER_SIGN_UP_REPEATED, MOST_REPEATED_SIGN_UPS_A_DAY, Duration.ofDays(1), now))
                .ifPresent(user -> {
                    record(AuditType.USER_SIGN_UP_REPEATED, user, request, now);
                    mails.signUpRepeated(user, request.language(), now);
                });
    }

    /** Only to whom an administrator invited: anybody else has no account, or can ask for a link to set another password. */
    private void answerInvited(AddressRequest request, Instant now) {
        accounts.findByAddress(request.address())
                .filter(user -> invitations.isOpen(user.id()))
                .filter(user -> isDue(user, AuditType.USER_INVITED, MOST_INVITATIONS, config.verificationTtl(), now))
                .ifPresent(user -> invitations.repeat(user, request.language(), request.ip(), now));
    }

    /** Nothing but the link is made: asking, even by strangers, touches neither sessions nor the password (standards P-13). */
    private void answerReset(AddressRequest request, Instant now) {
        accounts.findByAddress(request.address())
                .filter(user -> isDue(user, AuditType.AUTHN_PASSWORD_RESET_ASKED, MOST_RESETS, config.resetTtl(), now))
                .ifPresent(user -> {
                    record(AuditType.AUTHN_PASSWORD_RESET_ASKED, user, request, now);
                    String token = links.replace(LinkPurpose.PASSWORD, user.id(), user.email(), now, config.resetTtl());
                    mails.resetPassword(user, token, request.language(), now);
                });
    }

    /** With the user locked: of several nodes that answer at once, each would count one mail too few. */
    private boolean isDue(UserView user, AuditType type, int most, Duration window, Instant now) {
        users.lock(user.id());
        return user.email() != null && !user.disabled() && !audit.knowsSince(type, user.id(), most, now.minus(window));
    }

    private void record(AuditType type, UserView user, AddressRequest request, Instant now) {
        audit.record(AuditEntry.success(type).user(user.id()).ip(request.ip()), now);
    }
}
