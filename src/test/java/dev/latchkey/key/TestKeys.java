package dev.latchkey.key;

import dev.latchkey.support.Sealing;
import io.quarkus.arc.Arc;
import io.quarkus.hibernate.orm.panache.Panache;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import java.time.Clock;

/** Puts keys into the database that a rotation would leave there. */
public final class TestKeys {

    private TestKeys() {}

    /** A key that this service has never seen. */
    public static SigningKey unknown() {
        return KeyMaterial.generate(KeyAlgorithm.ES256);
    }

    /** Adds a key that no longer signs but still verifies, and makes this node read the keys again. */
    public static SigningKey addRetiring() {
        SigningKey key = unknown();
        Sealing sealing = bean(Sealing.class);
        SigningKeyRow row = SigningKeyRow.signing(
                key,
                sealing.masterKeyId(),
                sealing.seal(SigningKeyStore.PURPOSE, key.kid(), key.pkcs8()),
                bean(Clock.class).instant());
        QuarkusTransaction.requiringNew().run(() -> {
            insertAs("retiring", row);
        });
        reload();
        return key;
    }

    /** Takes the key away, as when its time is over. */
    public static void remove(SigningKey key) {
        QuarkusTransaction.requiringNew()
                .run(() -> SigningKeyRow.update("state = 'removed' WHERE kid = ?1", key.kid()));
        reload();
    }

    static void reload() {
        bean(SigningKeys.class).start(new StartupEvent());
    }

    private static void insertAs(String state, SigningKeyRow row) {
        Panache.getEntityManager()
                .createNativeQuery("""
                        INSERT INTO signing_key (kid, algorithm, public_jwk, private_key, master_key_id, state, created_at)
                        VALUES (:kid, :algorithm, :jwk, :secret, :master, :state, :at)""")
                .setParameter("kid", row.kid())
                .setParameter("algorithm", row.algorithm().name())
                .setParameter("jwk", row.publicJwk())
                .setParameter("secret", row.privateKey())
                .setParameter("master", row.masterKeyId())
                .setParameter("state", state)
                .setParameter("at", row.createdAt())
                .executeUpdate();
    }

    private static <T> T bean(Class<T> type) {
        return Arc.container().instance(type).get();
    }
}
