package dev.latchkey.client;

import io.quarkus.hibernate.orm.panache.Panache;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import org.hibernate.Session;

/** The table of access tokens that clients hold, in the caller's transaction. */
@ApplicationScoped
class ClientTokens {

    private static final int SWEPT_AT_ONCE = 100;

    /** One that is out. */
    record Held(String tokenId, Instant expiresAt) {}

    /** Notes a token, and forgets some of the client's that have expired: no more are kept than the client takes within a token's life. */
    @Transactional(Transactional.TxType.MANDATORY)
    void add(String clientId, String tokenId, Instant expiresAt, Instant now) {
        EntityManager database = Panache.getEntityManager();
        database.createNativeQuery("""
                        DELETE FROM client_token WHERE token_id IN (
                            SELECT token_id FROM client_token WHERE client_id = :client AND expires_at <= :now
                             ORDER BY expires_at LIMIT :limit FOR UPDATE SKIP LOCKED)""")
                .setParameter("client", clientId)
                .setParameter("now", now)
                .setParameter("limit", SWEPT_AT_ONCE)
                .executeUpdate();
        database.createNativeQuery(
                        "INSERT INTO client_token (token_id, client_id, expires_at) VALUES (:token, :client, :expires)")
                .setParameter("token", tokenId)
                .setParameter("client", clientId)
                .setParameter("expires", expiresAt)
                .executeUpdate();
    }

    /** Takes out what the client holds. The client's row must be locked: a token that is being issued waits for it, or is seen here. */
    @Transactional(Transactional.TxType.MANDATORY)
    List<Held> takeAll(String clientId) {
        return Panache.getEntityManager()
                .unwrap(Session.class)
                .createNativeQuery(
                        "DELETE FROM client_token WHERE client_id = :client RETURNING token_id, expires_at",
                        Object[].class)
                .setParameter("client", clientId)
                .getResultList()
                .stream()
                .map(row -> new Held((String) row[0], (Instant) row[1]))
                .toList();
    }
}
