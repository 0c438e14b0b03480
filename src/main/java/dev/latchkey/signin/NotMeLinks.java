package dev.latchkey.signin;

import dev.latchkey.audit.Audit;
import dev.latchkey.audit.AuditEntry;
import dev.latchkey.audit.AuditType;
import dev.latchkey.session.EndReason;
import dev.latchkey.session.Sessions;
import dev.latchkey.user.Users;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Links that say "this was not me": whoever has one may end every session of its user, and stop a change of the address that is under
 * way, and nothing else.
 */
@ApplicationScoped
public class NotMeLinks {

    /** Where the links lead; the page there is of a higher floor. */
    public static final String PATH = "/auth/not-me";

    private final ActionLinks links;
    private final Users users;
    private final Sessions sessions;
    private final Audit audit;
    private final Clock clock;

    NotMeLinks(ActionLinks links, Users users, Sessions sessions, Audit audit, Clock clock) {
        this.links = links;
        this.users = users;
        this.sessions = sessions;
        this.audit = audit;
        this.clock = clock;
    }

    /** Makes a link in the caller's transaction. Older ones of the user stay good. */
    @Transactional(Transactional.TxType.MANDATORY)
    String create(UUID userId, Instant now, Duration ttl) {
        return links.url(LinkPurpose.NOT_ME, links.create(LinkPurpose.NOT_ME, userId, null, now, ttl));
    }

    /** Whether the user has had {@code count} links that can still be used. */
    @Transactional(Transactional.TxType.MANDATORY)
    boolean areOpen(UUID userId, int count, Instant now) {
        return links.areOpen(userId, LinkPurpose.NOT_ME, count, now);
    }

    /** Whether the link can be used. Changes nothing: programs that look at links in mails do no harm. */
    public boolean isUsable(@Nullable String token) {
        return links.find(LinkPurpose.NOT_ME, token, clock.instant()).isPresent();
    }

    /**
     * Uses a link: ends every session of its user, voids the user's other links of this kind, and those that would change the address.
     * Of any number at once, one succeeds, for they wait for each other at the user's row. False for what is used, expired or no link
     * at all.
     *
     * @param ip where the request came from, for the audit trail
     */
    @Transactional
    public boolean use(@Nullable String token, @Nullable String ip) {
        Instant now = clock.instant();
        Optional<UUID> owner = links.find(LinkPurpose.NOT_ME, token, now).map(ActionLinks.Found::userId);
        owner.ifPresent(users::lock);
        if (owner.isEmpty() || !links.consume(LinkPurpose.NOT_ME, token, now)) {
            return false;
        }
        UUID userId = owner.get();
        links.voidAllOf(userId, LinkPurpose.NOT_ME);
        links.voidAllOf(userId, LinkPurpose.EMAIL);
        audit.record(
                AuditEntry.success(AuditType.AUTHN_DISAVOWED)
                        .user(userId)
                        .actor(userId)
                        .ip(ip),
                now);
        sessions.endAllOf(userId, Optional.empty(), EndReason.SIGNED_OUT_ELSEWHERE, userId, now);
        return true;
    }
}
