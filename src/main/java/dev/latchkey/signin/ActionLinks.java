package dev.latchkey.signin;

import dev.latchkey.user.PasswordCompromised;
import dev.latchkey.user.UserDisabled;
import dev.latchkey.user.Users;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Links that act for a user: bound to one purpose, good once, for a while (standards P-11). Looking at one never uses it up. */
@ApplicationScoped
class ActionLinks {

    static final int BATCH = 500;

    private final LinkTokens tokens;
    private final Users users;

    ActionLinks(LinkTokens tokens, Users users) {
        this.tokens = tokens;
        this.users = users;
    }

    /**
     * Whose link it is.
     *
     * @param address where it was mailed to, if using it proves that this address is the user's
     */
    record Found(UUID userId, @Nullable String address) {

        @Override
        public String toString() {
            return "Found of " + userId;
        }
    }

    /** Makes the token of a link, in the caller's transaction. Older ones stay good. */
    @Transactional(Transactional.TxType.MANDATORY)
    String create(LinkPurpose purpose, UUID userId, @Nullable String address, Instant now, Duration ttl) {
        String token = tokens.create(purpose);
        LinkTokens.digest(purpose, token)
                .ifPresent(digest -> ActionLink.of(digest, purpose, userId, address, now.plus(ttl))
                        .persist());
        return token;
    }

    /** The same, and the user's older ones for this purpose are void from now on: of any number at once, one stays. Locks the user. */
    @Transactional(Transactional.TxType.MANDATORY)
    String replace(LinkPurpose purpose, UUID userId, @Nullable String address, Instant now, Duration ttl) {
        // two at once would each delete what was there before, and leave two
        users.lock(userId);
        voidAllOf(userId, purpose);
        return create(purpose, userId, address, now, ttl);
    }

    /** The link to be mailed. */
    String url(LinkPurpose purpose, String token) {
        return tokens.url(purpose, token);
    }

    /** Whose link it is, while it can be used; empty for what is used, void, expired, for something else, or no link at all. */
    @Transactional
    Optional<Found> find(LinkPurpose purpose, @Nullable String token, Instant now) {
        return LinkTokens.digest(purpose, token).flatMap(digest -> ActionLink.findOpen(digest, purpose, now));
    }

    /** Uses a link up, in the caller's transaction; of any number at once, one gets true. */
    @Transactional(Transactional.TxType.MANDATORY)
    boolean consume(LinkPurpose purpose, @Nullable String token, Instant now) {
        return LinkTokens.digest(purpose, token)
                .filter(digest -> ActionLink.consume(digest, purpose, now))
                .isPresent();
    }

    @Transactional(Transactional.TxType.MANDATORY)
    void voidAllOf(UUID userId, LinkPurpose purpose) {
        ActionLink.deleteAllOf(userId, purpose);
    }

    /** Whoever knew the password, or was the user until then, may have asked for a link that was not used yet. */
    void onCompromised(@Observes PasswordCompromised event) {
        voidAllThatChange(event.userId());
    }

    void onDisabled(@Observes UserDisabled event) {
        voidAllThatChange(event.userId());
    }

    private static void voidAllThatChange(UUID userId) {
        ActionLink.deleteAllOf(userId, LinkPurpose.EMAIL);
        ActionLink.deleteAllOf(userId, LinkPurpose.PASSWORD);
        ActionLink.deleteAllOf(userId, LinkPurpose.REQUIRED_PASSWORD);
    }

    /** Whether the user has {@code count} links that can still be used. */
    @Transactional(Transactional.TxType.MANDATORY)
    boolean areOpen(UUID userId, LinkPurpose purpose, int count, Instant now) {
        return ActionLink.areOpen(userId, purpose, count, now);
    }

    /** Deletes up to a batch of links that can no longer be used; says how many. */
    @Transactional
    int deleteExpired(Instant now) {
        return ActionLink.deleteExpired(now, BATCH);
    }
}
