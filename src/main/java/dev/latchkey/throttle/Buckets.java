package dev.latchkey.throttle;

import static dev.latchkey.throttle.Bucket.LONGEST_WAIT;

import dev.latchkey.throttle.Take.Spent;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.hibernate.Session;
import org.hibernate.query.NativeQuery;

/**
 * The buckets of all nodes (ADR 20). Each is the moment at which it will be full again, which a token moves on by its cost: the
 * generic cell rate algorithm (ITU-T I.371). Asking and taking are one statement, so that however many ask at once on however many nodes,
 * no more tokens go out than there are (standards T-04).
 */
@ApplicationScoped
class Buckets {

    /** Of an attempt after so many failures: twice the one before once these have used the burst up. */
    private static final String COST = """
            least(CAST(:most AS double precision), CAST(:refill AS double precision)
                * 2 ^ (CAST(:escalation AS integer) * least(greatest(%s - CAST(:burst AS integer) + 1, 0), 30))) * interval '1 second'""";

    private static final String TAKE = """
            INSERT INTO throttle_bucket AS b (key, epoch, full_at, failures, forget_at)
            VALUES (:key, :epoch, CAST(:now AS timestamptz) + %s, :escalation, :forgetAt)
            ON CONFLICT (key) DO UPDATE
               SET epoch = greatest(b.epoch, excluded.epoch),
                   full_at = CASE WHEN b.epoch < excluded.epoch OR b.full_at > :impossible THEN excluded.full_at
                                  ELSE greatest(b.full_at, CAST(:now AS timestamptz)) + %s END,
                   failures = CASE WHEN b.epoch < excluded.epoch THEN excluded.failures
                                   ELSE b.failures + excluded.failures END,
                   forget_at = excluded.forget_at
             WHERE b.epoch < excluded.epoch
                OR ((b.full_at <= :latest OR b.full_at > :impossible) AND b.failures < :mostFailures)
            RETURNING failures""".formatted(COST.formatted("0"), COST.formatted("b.failures"));

    private static final String GIVE_BACK = """
            UPDATE throttle_bucket SET full_at = full_at - %s, failures = greatest(failures - CAST(:escalation AS integer), 0)
             WHERE key = :key AND epoch = :epoch""".formatted(COST.formatted("CAST(:before AS integer)"));

    // nothing is left to remember of it once it is full
    private static final String SUCCEED = """
            UPDATE throttle_bucket SET full_at = full_at - %1$s, failures = 0, forget_at = full_at - %1$s
             WHERE key = :key AND epoch = :epoch""".formatted(COST.formatted("CAST(:before AS integer)"));

    private static final String WAIT = """
            SELECT CAST(CASE WHEN failures >= :mostFailures THEN :longest
                             ELSE extract(epoch FROM full_at - CAST(:latest AS timestamptz)) END AS double precision)
              FROM throttle_bucket WHERE key = :key""";

    private static final String CLEAR =
            "UPDATE throttle_bucket SET failures = 0, forget_at = full_at WHERE key = :key AND failures > 0";

    private static final String DELETE = """
            DELETE FROM throttle_bucket WHERE key IN (SELECT key FROM throttle_bucket WHERE forget_at <= :now
                ORDER BY forget_at LIMIT :batch FOR UPDATE SKIP LOCKED)""";

    private final EntityManager database;

    Buckets(EntityManager database) {
        this.database = database;
    }

    /** Takes a token out of each of the buckets, or, if one of them has none, of none of them. In the order of their kinds. */
    @Transactional
    Take take(List<Bucket> buckets, Instant now) {
        List<Spent> spent = new ArrayList<>();
        for (Bucket bucket : buckets) {
            Optional<Integer> failures = take(bucket, now);
            if (failures.isEmpty()) {
                Take refused = new Take.Refused(bucket, untilNext(bucket, now));
                // what the others gave is theirs again
                QuarkusTransaction.setRollbackOnly();
                return refused;
            }
            spent.add(new Spent(bucket, failures.get()));
        }
        return new Take.Granted(spent);
    }

    /** Nobody was told whether the attempt was right: as if it had never been made. */
    @Transactional
    void giveBack(List<Spent> spent) {
        spent.forEach(one -> undo(GIVE_BACK, one));
    }

    /**
     * The attempt was right: it costs nothing, and the failures before it no longer stand in a row. The tokens that those took stay taken.
     *
     * @param account whose failures no longer stand in a row either, whichever bucket the attempt was taken from
     */
    @Transactional
    void succeed(List<Spent> spent, byte[] account) {
        if (spent.stream().noneMatch(one -> Arrays.equals(one.bucket().key(), account))) {
            clearFailures(account);
        }
        spent.forEach(one -> undo(SUCCEED, one));
    }

    private void clearFailures(byte[] key) {
        query(CLEAR, Object.class).setParameter("key", key).executeUpdate();
    }

    /** Forgets a bucket, in the caller's transaction. */
    @Transactional(Transactional.TxType.MANDATORY)
    void delete(byte[] key) {
        query("DELETE FROM throttle_bucket WHERE key = :key", Object.class)
                .setParameter("key", key)
                .executeUpdate();
    }

    /** Deletes up to a batch of rows that say nothing any more; says how many. */
    @Transactional
    int deleteForgotten(Instant now, int batch) {
        return query(DELETE, Object.class)
                .setParameter("now", now)
                .setParameter("batch", batch)
                .executeUpdate();
    }

    private Optional<Integer> take(Bucket bucket, Instant now) {
        return withCost(query(TAKE, Tuple.class), bucket)
                .setParameter("key", bucket.key())
                .setParameter("epoch", bucket.epoch())
                .setParameter("now", now)
                .setParameter("latest", bucket.latestFullAt(now))
                .setParameter("impossible", bucket.impossiblyFullAt(now))
                .setParameter("forgetAt", bucket.forgetAt())
                .setParameter("mostFailures", bucket.mostFailures())
                .getResultList()
                .stream()
                .findFirst()
                .map(row -> row.get(0, Integer.class));
    }

    private void undo(String sql, Spent spent) {
        Bucket bucket = spent.bucket();
        withCost(query(sql, Object.class), bucket)
                .setParameter("key", bucket.key())
                .setParameter("epoch", bucket.epoch())
                .setParameter("before", spent.failures() - bucket.escalation())
                .executeUpdate();
    }

    private Duration untilNext(Bucket bucket, Instant now) {
        return query(WAIT, Tuple.class)
                .setParameter("key", bucket.key())
                .setParameter("latest", bucket.latestFullAt(now))
                .setParameter("mostFailures", bucket.mostFailures())
                .setParameter("longest", (double) LONGEST_WAIT.toSeconds())
                .getResultList()
                .stream()
                .findFirst()
                .map(row -> Duration.ofNanos((long) (row.get(0, Double.class) * 1e9)))
                .orElse(Duration.ZERO);
    }

    private <T> NativeQuery<T> query(String sql, Class<T> result) {
        return database.unwrap(Session.class).createNativeQuery(sql, result);
    }

    private static <T> NativeQuery<T> withCost(NativeQuery<T> query, Bucket bucket) {
        return query.setParameter("most", seconds(bucket.mostCost()))
                .setParameter("refill", seconds(bucket.limit().refill()))
                .setParameter("burst", bucket.limit().burst())
                .setParameter("escalation", bucket.escalation());
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
