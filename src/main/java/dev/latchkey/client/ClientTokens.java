package dev.latchkey.client;

import io.quarkus.hibernate.orm.panache.Panache;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import org.hibernate.Session;

/** The table of access tokens that clients hold, in the caller's transaction. */
@ApplicationScoped
class ClientTokens {

    static final int BATCH = 500;

    /** One that is out. */
    record Held(String tokenId, Instant expiresAt) {}

    /**
     * Notes a token. It stays until {@link ClientTokenSweeper} deletes it, which looks at the clock first: of a token whose row went too
     * early, ending the client would revoke nothing.
     */
    @Transactional(Transactional.TxType.MANDATORY)
    void add(String clientId, String tokenId, Instant expiresAt) {
        Panache.getEntityManager()
                .createNativeQuery(
                        "INSERT INTO client_token (token_id, client_id, expires_at) VALUES (:token, :client, :expires)")
                .setParameter("token", tokenId)
                .setParameter("client", clientId)
                .setParameter("expires", expiresAt)
                .executeUpdate();
    }

    /** Deletes up to a batch of tokens, whosesoever, that expired at {@code end} or before; says how many. Client by client, as the index has them. */
    @Transactional
    int deleteExpired(Instant end) {
        return Panache.getEntityManager()
                .createNativeQuery("""
                        DELETE FROM client_token WHERE token_id IN (
                            SELECT expired.token_id FROM client CROSS JOIN LATERAL (
                                SELECT token_id FROM client_token WHERE client_id = client.id AND expires_at <= :end
                                 ORDER BY expires_at LIMIT :limit FOR UPDATE SKIP LOCKED) expired
                             LIMIT :limit)""")
                .setParameter("end", end)
                .setParameter("limit", BATCH)
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
