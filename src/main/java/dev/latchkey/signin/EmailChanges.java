package dev.latchkey.signin;

import dev.latchkey.audit.Audit;
import dev.latchkey.audit.AuditEntry;
import dev.latchkey.audit.AuditType;
import dev.latchkey.session.Sessions;
import dev.latchkey.throttle.MailboxLimits;
import dev.latchkey.user.UserView;
import dev.latchkey.user.Usernames;
import dev.latchkey.user.Users;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.security.AuthenticationFailedException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Changes the address of who is signed in, once it is verified (standards P-14). Whether it is somebody else's shows only to who can read
 * its mail: what is done here is the same (standards P-10).
 */
@ApplicationScoped
class EmailChanges {

    /** Of one user; {@link MailboxLimits} bounds those of all users to one address. */
    static final int MOST_A_DAY = 5;

    private final Users users;
    private final MailboxLimits mailboxes;
    private final Sessions sessions;
    private final ActionLinks links;
    private final AccountMails mails;
    private final Languages languages;
    private final AccountConfig config;
    private final Audit audit;
    private final Clock clock;

    EmailChanges(
            Users users,
            MailboxLimits mailboxes,
            Sessions sessions,
            ActionLinks links,
            AccountMails mails,
            Languages languages,
            AccountConfig config,
            Audit audit,
            Clock clock) {
        this.users = users;
        this.mailboxes = mailboxes;
        this.sessions = sessions;
        this.links = links;
        this.mails = mails;
        this.languages = languages;
        this.config = config;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Mails a link to the new address and a warning to the old one; a link from before is void. Beyond the bounds of the
     * user and of the address nothing happens. Not to be called within a transaction. 400 for an impossible address.
     *
     * @throws AuthenticationFailedException if the session or the account came to an end meanwhile: who ended every session voided the
     *     links as well, and is not to find a new one
     */
    void ask(UUID userId, UUID sessionId, String email, @Nullable String ip) {
        String address = Usernames.requireAddress(email);
        Instant now = clock.instant();
        // first, or whoever may ask for nothing more would take from those who may
        boolean allowed = QuarkusTransaction.requiringNew().call(() -> lockAndAllow(userId, sessionId, now));
        if (allowed && mailboxes.take(address)) {
            QuarkusTransaction.requiringNew().run(() -> mail(userId, sessionId, address, ip, now));
        }
    }

    private boolean lockAndAllow(UUID userId, UUID sessionId, Instant now) {
        users.lock(userId);
        if (!sessions.lockIfLive(userId, sessionId, now)) {
            throw new AuthenticationFailedException();
        }
        return !audit.knowsSince(AuditType.USER_EMAIL_CHANGE_ASKED, userId, MOST_A_DAY, now.minus(Duration.ofDays(1)));
    }

    private void mail(UUID userId, UUID sessionId, String address, @Nullable String ip, Instant now) {
        if (!lockAndAllow(userId, sessionId, now)) {
            return;
        }
        UserView user = users.find(userId).orElseThrow(AuthenticationFailedException::new);
        audit.record(
                AuditEntry.success(AuditType.USER_EMAIL_CHANGE_ASKED)
                        .user(userId)
                        .actor(userId)
                        .session(sessionId)
                        .ip(ip),
                now);
        String token = links.replace(LinkPurpose.EMAIL, userId, address, now, config.verificationTtl());
        mails.verifyNewAddress(address, token, languages.current(), now);
        if (!address.equals(user.email())) {
            mails.addressChanges(user, languages.current(), now);
        }
    }
}
