package dev.latchkey.signin;

import dev.latchkey.audit.Audit;
import dev.latchkey.audit.AuditEntry;
import dev.latchkey.audit.AuditType;
import dev.latchkey.user.Accounts;
import dev.latchkey.user.UserView;
import dev.latchkey.user.Users;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Links that prove an address to be somebody's own: of a sign-up, which becomes an account by it, or of a user who changes the address.
 * Of those who claim an address, the first to use their link has it (ADR 23).
 */
@ApplicationScoped
public class EmailVerifications {

    /** Where the links lead; the page there is of a higher floor. */
    public static final String PATH = "/auth/verify-email";

    private final ActionLinks links;
    private final PendingSignUps pendingSignUps;
    private final Accounts accounts;
    private final Users users;
    private final Audit audit;
    private final Meter.MeterProvider<Counter> verifications;
    private final Clock clock;

    EmailVerifications(
            ActionLinks links,
            PendingSignUps pendingSignUps,
            Accounts accounts,
            Users users,
            Audit audit,
            MeterRegistry metrics,
            Clock clock) {
        this.links = links;
        this.pendingSignUps = pendingSignUps;
        this.accounts = accounts;
        this.users = users;
        this.audit = audit;
        this.verifications = Counter.builder("latchkey.email.verifications")
                .description("Attempts to verify an address by a mailed link")
                .withRegistry(metrics);
        this.clock = clock;
    }

    /** Whether the link can be used. Changes nothing: programs that look at links in mails do no harm. */
    public boolean isUsable(@Nullable String token) {
        Instant now = clock.instant();
        return pendingSignUps.isOpen(token, now)
                || links.find(LinkPurpose.EMAIL, token, now).isPresent();
    }

    /**
     * Uses a link. False for what is used, void, expired, no link at all, or for an address that somebody else was first to verify.
     *
     * @param ip where the request came from, for the audit trail
     */
    @Transactional
    public boolean use(@Nullable String token, @Nullable String ip) {
        Instant now = clock.instant();
        Optional<UUID> signedUp = pendingSignUps.complete(token, now).map(UserView::id);
        boolean verified = signedUp.isPresent() || useOfUser(token, ip, now);
        signedUp.ifPresent(id -> record(AuditType.USER_EMAIL_VERIFIED, id, ip, now));
        verifications.withTag("outcome", verified ? "success" : "invalid_link").increment();
        return verified;
    }

    private boolean useOfUser(@Nullable String token, @Nullable String ip, Instant now) {
        Optional<ActionLinks.Found> found = links.find(LinkPurpose.EMAIL, token, now);
        found.ifPresent(it -> users.lock(it.userId()));
        if (found.isEmpty() || !links.consume(LinkPurpose.EMAIL, token, now)) {
            return false;
        }
        UUID id = found.get().userId();
        String address = found.get().address();
        boolean changes = users.find(id)
                .map(UserView::email)
                .filter(before -> !before.equals(address))
                .isPresent();
        if (address == null || !accounts.takeAddress(id, address)) {
            return false;
        }
        // what was mailed to the address before must not act any more
        links.voidAllOf(id, LinkPurpose.EMAIL);
        links.voidAllOf(id, LinkPurpose.PASSWORD);
        record(changes ? AuditType.USER_EMAIL_CHANGED : AuditType.USER_EMAIL_VERIFIED, id, ip, now);
        return true;
    }

    private void record(AuditType type, UUID userId, @Nullable String ip, Instant now) {
        audit.record(AuditEntry.success(type).user(userId).actor(userId).ip(ip), now);
    }
}
