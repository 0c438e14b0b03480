package dev.latchkey.revocation;

import dev.latchkey.problem.ProblemException;
import dev.latchkey.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Revokes tokens, sessions and keys, and tells in no time what is revoked. */
@ApplicationScoped
public class Revocations {

    /** How long an entry outlives the last token it is about: siblings may allow 60 seconds of skew, and clocks differ. */
    public static final Duration MARGIN = Duration.ofMinutes(2);

    private static final int RETRY_AFTER_SECONDS = 5;

    private final RevocationList list;
    private final RevocationTable table;
    private final Freshness freshness;
    private final RevocationFollower follower;
    private final RevocationConfig config;
    private final TransactionSynchronizationRegistry transactions;

    Revocations(
            RevocationList list,
            RevocationTable table,
            Freshness freshness,
            RevocationFollower follower,
            RevocationConfig config,
            TransactionSynchronizationRegistry transactions) {
        this.list = list;
        this.table = table;
        this.freshness = freshness;
        this.follower = follower;
        this.config = config;
        this.transactions = transactions;
    }

    /**
     * Puts one entry on the list, in the caller's transaction. This node knows it as soon as that has committed, the others within
     * milliseconds (standards V-04). Repeating it changes nothing, but for a later expiry, which counts.
     *
     * @param expiresAt expiry of the last token concerned plus 2 minutes, of a key decades ahead; nothing is written when that is over
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void revoke(TokenKind kind, String tokenId, Instant expiresAt, String reason, Instant now) {
        revokeAll(List.of(new RevokedToken(kind, tokenId, now, expiresAt, reason)));
    }

    /** As {@link #revoke}, with one statement for all. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void revokeAll(Collection<RevokedToken> tokens) {
        List<RevokedToken> live = tokens.stream()
                .filter(token -> !isOver(token.expiresAt(), token.revokedAt()))
                .toList();
        if (live.isEmpty()) {
            return;
        }
        table.insert(live);
        transactions.registerInterposedSynchronization(new LearnAtCommit(live));
    }

    /**
     * Whether it would be for nothing to revoke what expires then. Never while this node's clock is not to be trusted: if it is
     * ahead, a sign-out would be acknowledged and count nowhere.
     */
    public boolean isOver(Instant expiresAt, Instant now) {
        return !now.isBefore(expiresAt) && clockWithinBound();
    }

    /**
     * Whether an entry is on this node's list: one hash look-up, no query. It does not ask whether the list is current, see
     * {@link #requireFresh}.
     */
    public boolean isRevoked(TokenKind kind, String tokenId) {
        return list.contains(kind, tokenId);
    }

    /** The reason given when it was revoked. */
    public Optional<String> reason(TokenKind kind, String tokenId) {
        return list.reason(kind, tokenId);
    }

    /**
     * Refuses to judge tokens by a stale list (standards V-06), unless the configuration accepts that. A list that was never loaded
     * is refused in any case.
     *
     * @throws ProblemException {@link ProblemType#UNAVAILABLE}: it is not the caller's fault
     */
    public void requireFresh() {
        boolean accepted = isLoaded() && config.whenStale() == RevocationConfig.WhenStale.ACCEPT;
        if (!accepted && isStale()) {
            throw unavailable("This node does not know at the moment which tokens are revoked.");
        }
    }

    /**
     * Refuses what depends on the time of day while this node's clock is not to be trusted: refreshing and purging.
     *
     * @throws ProblemException {@link ProblemType#UNAVAILABLE}
     */
    public void requireClockWithinBound() {
        if (!clockWithinBound()) {
            throw unavailable("This node's clock is not right at the moment.");
        }
    }

    private static ProblemException unavailable(String detail) {
        return new ProblemException(ProblemType.UNAVAILABLE, detail).retryAfterSeconds(RETRY_AFTER_SECONDS);
    }

    /** Whether the whole list has been loaded since start-up. */
    public boolean isLoaded() {
        return freshness.isLoaded();
    }

    /** Whether the database has been silent for longer than {@code max-staleness}, or the list was never loaded. */
    public boolean isStale() {
        return freshness.isStale();
    }

    /** Whether the thread that follows the database lives. Without it only a restart helps. */
    public boolean isFollowed() {
        return follower.isAlive();
    }

    /** Monotonic time since the list was last known to be current; empty before it was first loaded. */
    public Optional<Duration> staleness() {
        return freshness.staleness();
    }

    /** Number of entries in memory. */
    public int size() {
        return list.size();
    }

    /** The database's clock minus ours, as last measured; zero before that. */
    public Duration clockOffset() {
        return freshness.offset();
    }

    /** Whether the clocks agree within {@code latchkey.clock.max-offset}; false before they were first compared. */
    public boolean clockWithinBound() {
        return freshness.isClockWithinBound();
    }

    private final class LearnAtCommit implements Synchronization {

        private final List<RevokedToken> tokens;

        LearnAtCommit(List<RevokedToken> tokens) {
            this.tokens = tokens;
        }

        @Override
        public void beforeCompletion() {}

        @Override
        public void afterCompletion(int status) {
            if (status == Status.STATUS_COMMITTED) {
                tokens.forEach(list::learn);
            }
        }
    }
}
