package dev.latchkey.password;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.security.MessageDigest;

/** By what the pepper is recognised that was the first to have an id. */
@Entity
@Table(name = "pepper_fingerprint")
class PepperFingerprint extends PanacheEntityBase {

    @Id
    private int id;

    private byte[] fingerprint;

    @SuppressWarnings("NullAway.Init")
    protected PepperFingerprint() {}

    /** Notes it if it is the first of its id; of nodes that start at once, one is. */
    static void note(int id, byte[] fingerprint) {
        getEntityManager()
                .createNativeQuery(
                        "INSERT INTO pepper_fingerprint (id, fingerprint) VALUES (:id, :fingerprint) ON CONFLICT (id) DO NOTHING")
                .setParameter("id", id)
                .setParameter("fingerprint", fingerprint)
                .executeUpdate();
    }

    /** Whether the first of its id was this one. */
    static boolean isKnown(int id, byte[] fingerprint) {
        PepperFingerprint first = findById(id);
        return first != null && MessageDigest.isEqual(first.fingerprint, fingerprint);
    }

    @Override
    public String toString() {
        return "PepperFingerprint " + id;
    }
}
