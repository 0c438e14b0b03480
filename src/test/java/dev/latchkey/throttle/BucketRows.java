package dev.latchkey.throttle;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Duration;

/** The table of buckets, as whoever stole it sees it. */
@ApplicationScoped
class BucketRows {

    private final EntityManager database;

    BucketRows(EntityManager database) {
        this.database = database;
    }

    @Transactional
    long count() {
        return (long) database.createNativeQuery("SELECT count(*) FROM throttle_bucket", Object.class)
                .getSingleResult();
    }

    /** As a node would have written them whose clock was ahead. */
    @Transactional
    void putOff(Duration ahead) {
        database.createNativeQuery("UPDATE throttle_bucket SET full_at = full_at + :days * interval '1 day'")
                .setParameter("days", (int) ahead.toDays())
                .executeUpdate();
    }

    @Transactional
    String asText() {
        return database.createNativeQuery("SELECT b::text FROM throttle_bucket b", String.class)
                .getResultList()
                .toString();
    }
}
