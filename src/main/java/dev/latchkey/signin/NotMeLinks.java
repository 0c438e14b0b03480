package dev.latchkey.signin;

import dev.latchkey.audit.Audit;
import dev.latchkey.audit.AuditEntry;
import dev.latchkey.audit.AuditType;
import dev.latchkey.identity.PublicUrl;
import dev.latchkey.session.EndReason;
import dev.latchkey.session.Sessions;
import dev.latchkey.support.Randomness;
import dev.latchkey.support.Sha256;
import dev.latchkey.user.Users;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Links that say "this was not me": whoever has one may end every session of its user, and nothing else. The token is {@code lkn_} +
 * base64url of 256 random bits; only its SHA-256 is stored (standards P-11).
 */
@ApplicationScoped
public class NotMeLinks {

    /** Where the links lead; the page there is of a higher floor. */
    public static final String PATH = "/auth/not-me";

    static final int BATCH = 500;

    private static final String PREFIX = "lkn_";
    private static final int TOKEN_BYTES = 32;
    private static final Pattern TOKEN = Pattern.compile(PREFIX + "[A-Za-z0-9_-]{43}");

    private final Randomness randomness;
    private final String baseUrl;
    private final Users users;
    private final Sessions sessions;
    private final Audit audit;
    private final Clock clock;

    NotMeLinks(Randomness randomness, PublicUrl publicUrl, Users users, Sessions sessions, Audit audit, Clock clock) {
        this.randomness = randomness;
        this.baseUrl = publicUrl.url().replaceAll("/+$", "");
        this.users = users;
        this.sessions = sessions;
        this.audit = audit;
        this.clock = clock;
    }

    /** Makes a link in the caller's transaction. Older ones of the user stay good. */
    @Transactional(Transactional.TxType.MANDATORY)
    String create(UUID userId, Instant now, Duration ttl) {
        String token = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(randomness.bytes(TOKEN_BYTES));
        NotMeLink.of(Sha256.of(token), userId, now.plus(ttl)).persist();
        return baseUrl + PATH + "?token=" + token;
    }

    /** Whether the user has had {@code count} links that can still be used. */
    @Transactional(Transactional.TxType.MANDATORY)
    boolean areOpen(UUID userId, int count, Instant now) {
        return NotMeLink.areOpen(userId, count, now);
    }

    /** Whether the link can be used. Changes nothing: programs that look at links in mails do no harm. */
    @Transactional
    public boolean isUsable(@Nullable String token) {
        return owner(token, clock.instant()).isPresent();
    }

    /**
     * Uses a link: ends every session of its user, and voids the user's other links. Of any number at once, one succeeds, for they wait for
     * each other at the user's row. False for what is used, expired or no link at all.
     *
     * @param ip where the request came from, for the audit trail
     */
    @Transactional
    public boolean use(@Nullable String token, @Nullable String ip) {
        Instant now = clock.instant();
        Optional<UUID> owner = owner(token, now);
        owner.ifPresent(users::lock);
        if (token == null || owner.isEmpty() || !NotMeLink.consume(Sha256.of(token), now)) {
            return false;
        }
        UUID userId = owner.get();
        NotMeLink.deleteAllOf(userId);
        audit.record(
                AuditEntry.success(AuditType.AUTHN_DISAVOWED)
                        .user(userId)
                        .actor(userId)
                        .ip(ip),
                now);
        sessions.endAllOf(userId, Optional.empty(), EndReason.SIGNED_OUT_ELSEWHERE, userId, now);
        return true;
    }

    /** Deletes up to a batch of links that can no longer be used; says how many. */
    @Transactional
    int deleteExpired(Instant now) {
        return NotMeLink.deleteExpired(now, BATCH);
    }

    private static Optional<UUID> owner(@Nullable String token, Instant now) {
        return Optional.ofNullable(token)
                .filter(text -> TOKEN.matcher(text).matches())
                .flatMap(text -> NotMeLink.findOwner(Sha256.of(text), now));
    }
}
