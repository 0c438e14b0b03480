package dev.latchkey.key;

import dev.latchkey.audit.Audit;
import dev.latchkey.audit.AuditEntry;
import dev.latchkey.audit.AuditType;
import dev.latchkey.revocation.Revocations;
import dev.latchkey.revocation.TokenKind;
import io.quarkus.hibernate.orm.panache.Panache;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Moves keys through their lives, in the database. Every transaction here that writes waits for the one before it, on whatever node, and
 * looks at the rows only then: of many nodes that find the same thing due, the first does it and the others find it done.
 */
@ApplicationScoped
class KeyRotation {

    private static final String WITHDRAWN = "key_withdrawn";

    private final SigningKeyStore store;
    private final KeySchedule schedule;
    private final KeyConfig config;
    private final Revocations revocations;
    private final Audit audit;
    private final KeyMetrics metrics;

    KeyRotation(
            SigningKeyStore store,
            KeySchedule schedule,
            KeyConfig config,
            Revocations revocations,
            Audit audit,
            KeyMetrics metrics) {
        this.store = store;
        this.schedule = schedule;
        this.config = config;
        this.revocations = revocations;
        this.audit = audit;
        this.metrics = metrics;
    }

    /**
     * The keys to begin with. Makes the first one if there is none, which signs at once. A configured algorithm that is not that of the
     * newest key gets a key of its own, which takes over in the way of every rotation (standards K-11); only here, so that nodes that
     * are configured differently for the time of a roll-out do not take turns.
     *
     * @param imported joins the others unless it did before: signs at once if it is the first, otherwise when it has been published for
     *     long enough
     * @param clockTrusted whether more may be changed by this node's clock than a first start has to
     */
    @Transactional
    KeyRing start(Optional<SigningKey> imported, Instant now, boolean clockTrusted) {
        SigningKeyRow.lockAll();
        boolean first = SigningKeyRow.listPresent().stream().noneMatch(row -> row.is(KeyState.SIGNING));
        imported.filter(key -> SigningKeyRow.findById(key.kid()) == null)
                .map(key -> store.insert(key, now, first ? now : schedule.signsFrom(now)))
                .ifPresent(row -> record(AuditType.SIGNING_KEY_PUBLISHED, row, null, now));
        if (clockTrusted || first) {
            settleLocked(now);
        }
        List<SigningKeyRow> rows = SigningKeyRow.listPresent();
        store.reseal(rows);
        boolean another = rows.stream()
                .filter(row -> !row.is(KeyState.RETIRING))
                .max(Comparator.comparing(SigningKeyRow::signsFrom))
                .filter(newest -> newest.algorithm() != config.algorithm())
                .isPresent();
        if (another) {
            publish(config.algorithm(), null, now);
        }
        return read(null);
    }

    /** The keys as they are stored now. */
    @Transactional
    KeyRing read(@Nullable KeyRing known) {
        return store.ring(SigningKeyRow.listPresent(), known);
    }

    /** Does what is due. */
    @Transactional
    void settle(Instant now) {
        SigningKeyRow.lockAll();
        settleLocked(now);
    }

    /**
     * Publishes the next key. One of the same algorithm that is waiting already is answered instead: whoever asks twice, or at two
     * nodes at once, gets one rotation.
     */
    @Transactional
    KeyView rotate(KeyAlgorithm algorithm, UUID actor, Instant now) {
        SigningKeyRow.lockAll();
        settleLocked(now);
        return SigningKeyRow.listPresent().stream()
                .filter(row -> row.is(KeyState.PUBLISHED) && row.algorithm() == algorithm)
                .findFirst()
                .orElseGet(() -> publish(algorithm, actor, now))
                .view();
    }

    /**
     * Takes a key out at once: nothing it signed is accepted any more (standards K-05). If it was the one that signs, another signs at
     * once. Repeating it changes nothing.
     *
     * @return whether there was such a key
     */
    @Transactional
    boolean withdraw(String kid, UUID actor, Instant now) {
        SigningKeyRow.lockAll();
        Optional<SigningKeyRow> known = SigningKeyRow.findByIdOptional(kid);
        known.filter(row -> !row.is(KeyState.REMOVED) || !schedule.isWithdrawn(kid))
                .ifPresent(row -> withdraw(row, actor, now));
        return known.isPresent();
    }

    /** The newest keys, newest first, those that are gone included. */
    @Transactional
    List<KeyView> list(int limit) {
        return SigningKeyRow.listNewest(limit).stream().map(SigningKeyRow::view).toList();
    }

    private void settleLocked(Instant now) {
        for (SigningKeyRow row : SigningKeyRow.listPresent()) {
            if (schedule.isWithdrawn(row.kid())) {
                withdraw(row, null, now);
            }
        }
        List<SigningKeyRow> rows = SigningKeyRow.listPresent();
        rows.stream()
                .filter(row -> row.stored().mayBegin(now))
                .max(Comparator.comparing(SigningKeyRow::signsFrom))
                .ifPresent(next -> takeOver(rows, next, now));
        rows.stream().filter(row -> row.stored().isOver(now)).forEach(row -> row.remove(now));
        if (rows.stream().noneMatch(row -> row.is(KeyState.SIGNING))) {
            signAtOnce(rows, now);
        } else if (schedule.needsSuccessor(
                rows.stream().map(SigningKeyRow::stored).toList(), now)) {
            publish(config.algorithm(), null, now);
        }
        Panache.flush();
    }

    /** The one before it retires first: the table never has two that sign. */
    private void takeOver(List<SigningKeyRow> rows, SigningKeyRow next, Instant now) {
        rows.stream()
                // one that was overtaken while it waited has signed nothing; it retires with the other all the same
                .filter(row -> row.is(KeyState.SIGNING) || (row.stored().mayBegin(now) && row != next))
                .forEach(row -> row.retire(now, schedule.verifiesUntil(now)));
        Panache.flush();
        next.sign(next.signsFrom());
        record(AuditType.SIGNING_KEY_ROTATED, next, null, now);
        metrics.rotated();
    }

    private void withdraw(SigningKeyRow row, @Nullable UUID actor, Instant now) {
        boolean signed = row.is(KeyState.SIGNING);
        row.remove(now);
        // before another one signs: the table never has two
        Panache.flush();
        revocations.revoke(TokenKind.KID, row.kid(), schedule.refusedUntil(now), WITHDRAWN, now);
        record(AuditType.SIGNING_KEY_WITHDRAWN, row, actor, now);
        if (signed) {
            signAtOnce(SigningKeyRow.listPresent(), now);
        }
    }

    /** A key that has been published for the longest signs without waiting any longer, or else a new one. */
    private void signAtOnce(List<SigningKeyRow> rows, Instant now) {
        SigningKeyRow next = rows.stream()
                .filter(row -> row.is(KeyState.PUBLISHED))
                .findFirst()
                .orElseGet(() -> publish(config.algorithm(), null, now));
        Panache.flush();
        next.sign(now);
        Panache.flush();
    }

    private SigningKeyRow publish(KeyAlgorithm algorithm, @Nullable UUID actor, Instant now) {
        SigningKeyRow row = store.make(algorithm, now, schedule.signsFrom(now));
        record(AuditType.SIGNING_KEY_PUBLISHED, row, actor, now);
        return row;
    }

    private void record(AuditType type, SigningKeyRow row, @Nullable UUID actor, Instant now) {
        audit.record(AuditEntry.success(type).actor(actor).reason(row.kid()), now);
    }
}
