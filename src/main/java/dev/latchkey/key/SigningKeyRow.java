package dev.latchkey.key;

import io.quarkus.hibernate.orm.panache.Panache;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.quarkus.panache.common.Page;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "signing_key")
class SigningKeyRow extends PanacheEntityBase {

    /** Any number that no other advisory lock of this database uses. */
    private static final long LOCK = 0x6c6b_6b65_79L;

    @Id
    private String kid;

    private String algorithm;

    @Column(name = "public_jwk")
    private String publicJwk;

    @Column(name = "private_key")
    private byte @Nullable [] privateKey;

    @Column(name = "master_key_id")
    private int masterKeyId;

    private String state;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "signs_from")
    private Instant signsFrom;

    @Column(name = "retired_at")
    private @Nullable Instant retiredAt;

    @Column(name = "verifies_until")
    private @Nullable Instant verifiesUntil;

    @Column(name = "removed_at")
    private @Nullable Instant removedAt;

    @SuppressWarnings("NullAway.Init")
    protected SigningKeyRow() {}

    static SigningKeyRow published(SigningKey key, int masterKeyId, byte[] sealed, Instant now, Instant signsFrom) {
        SigningKeyRow row = new SigningKeyRow();
        row.kid = key.kid();
        row.algorithm = key.algorithm().name();
        row.publicJwk = key.verificationKey().publicJwk();
        row.state = KeyState.PUBLISHED.code();
        row.createdAt = now;
        row.signsFrom = signsFrom;
        row.reseal(masterKeyId, sealed);
        return row;
    }

    /** Makes every other transaction that calls it wait until this one has ended. */
    static void lockAll() {
        Panache.getEntityManager()
                .createNativeQuery("SELECT 1 FROM pg_advisory_xact_lock(:lock)", Object.class)
                .setParameter("lock", LOCK)
                .getSingleResult();
    }

    /** Everything but what was removed, oldest first. */
    static List<SigningKeyRow> listPresent() {
        return list("state <> 'removed' ORDER BY createdAt, kid");
    }

    /** All of them, newest first. */
    static List<SigningKeyRow> listNewest(int limit) {
        return find("ORDER BY createdAt DESC, kid").page(Page.ofSize(limit)).list();
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

    /** The sealed private part; null once it signs no more. */
    byte @Nullable [] privateKey() {
        return privateKey == null ? null : privateKey.clone();
    }

    int masterKeyId() {
        return masterKeyId;
    }

    KeyState state() {
        return KeyState.of(state);
    }

    boolean is(KeyState wanted) {
        return state() == wanted;
    }

    Instant createdAt() {
        return createdAt;
    }

    Instant signsFrom() {
        return signsFrom;
    }

    StoredKey stored() {
        return new StoredKey(kid, state(), signsFrom, verifiesUntil);
    }

    KeyView view() {
        return new KeyView(kid, algorithm(), state(), createdAt, signsFrom, retiredAt, verifiesUntil, removedAt);
    }

    void sign(Instant from) {
        state = KeyState.SIGNING.code();
        signsFrom = from;
    }

    void retire(Instant now, Instant lastTokenExpiresAt) {
        state = KeyState.RETIRING.code();
        retiredAt = now;
        verifiesUntil = lastTokenExpiresAt;
        privateKey = null;
    }

    /** Again changes nothing. */
    void remove(Instant now) {
        if (is(KeyState.REMOVED)) {
            return;
        }
        state = KeyState.REMOVED.code();
        removedAt = now;
        privateKey = null;
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
