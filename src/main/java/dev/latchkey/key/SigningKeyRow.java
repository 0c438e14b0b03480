package dev.latchkey.key;

import io.quarkus.hibernate.orm.panache.Panache;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;

@Entity
@Table(name = "signing_key")
class SigningKeyRow extends PanacheEntityBase {

    static final String SIGNING = "signing";

    /** Any number that no other advisory lock of this database uses. */
    private static final long LOCK = 0x6c6b_6b65_79L;

    @Id
    private String kid;

    private String algorithm;

    @Column(name = "public_jwk")
    private String publicJwk;

    @Column(name = "private_key")
    private byte[] privateKey;

    @Column(name = "master_key_id")
    private int masterKeyId;

    private String state;

    @Column(name = "created_at")
    private Instant createdAt;

    @SuppressWarnings("NullAway.Init")
    protected SigningKeyRow() {}

    static SigningKeyRow signing(SigningKey key, int masterKeyId, byte[] sealed, Instant now) {
        SigningKeyRow row = new SigningKeyRow();
        row.kid = key.kid();
        row.algorithm = key.algorithm().name();
        row.publicJwk = key.verificationKey().publicJwk();
        row.state = SIGNING;
        row.createdAt = now;
        row.reseal(masterKeyId, sealed);
        return row;
    }

    /** Makes every other transaction that calls it wait until this one has ended. */
    static void lockAll() {
        Panache.getEntityManager()
                .createNativeQuery("SELECT 1 FROM pg_advisory_xact_lock(:lock)", Integer.class)
                .setParameter("lock", LOCK)
                .getSingleResult();
    }

    /** Everything but what was removed, oldest first. */
    static List<SigningKeyRow> listPresent() {
        return list("state <> 'removed' ORDER BY createdAt, kid");
    }

    String kid() {
        return kid;
    }

    KeyAlgorithm algorithm() {
        return KeyAlgorithm.valueOf(algorithm);
    }

    String publicJwk() {
        return publicJwk;
    }

    byte[] privateKey() {
        return privateKey.clone();
    }

    int masterKeyId() {
        return masterKeyId;
    }

    boolean isSigning() {
        return state.equals(SIGNING);
    }

    Instant createdAt() {
        return createdAt;
    }

    final void reseal(int newMasterKeyId, byte[] sealed) {
        masterKeyId = newMasterKeyId;
        privateKey = sealed.clone();
    }

    @Override
    public String toString() {
        return "SigningKeyRow " + kid;
    }
}
