package dev.latchkey.support;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.params.HKDFParameters;

/**
 * Keys for one purpose each, derived from the master keys with HKDF-SHA-256 (RFC 5869), so that what one purpose leaks or
 * signs is of no use to another (standards K-09).
 */
@ApplicationScoped
public class PurposeKeys {

    private static final int KEY_BYTES = 32;

    private record Name(int masterKeyId, String purpose) {}

    private final MasterKeys masterKeys;
    private final Map<Name, byte[]> derived = new ConcurrentHashMap<>();

    PurposeKeys(MasterKeys masterKeys) {
        this.masterKeys = masterKeys;
    }

    /** Id of the master key that new things are made under, 1 to 255. */
    public int primaryId() {
        return masterKeys.primaryId();
    }

    /** Ids of all known master keys, the primary first. */
    public Set<Integer> ids() {
        return masterKeys.ids();
    }

    /**
     * The 32-byte key for a purpose; always the same for the same master key and purpose. The array is shared: do not change it.
     *
     * @param masterKeyId one of {@link #ids()}; anything else throws {@link IllegalArgumentException}
     * @param purpose what the key is for, such as {@code refresh-token-tag}; part of the derivation, never change one in use
     */
    public byte[] key(int masterKeyId, String purpose) {
        return derived.computeIfAbsent(new Name(masterKeyId, purpose), this::derive);
    }

    private byte[] derive(Name name) {
        HKDFBytesGenerator hkdf = new HKDFBytesGenerator(new SHA256Digest());
        byte[] info = ("latchkey/" + name.purpose()).getBytes(StandardCharsets.US_ASCII);
        hkdf.init(new HKDFParameters(masterKeys.key(name.masterKeyId()), null, info));
        byte[] key = new byte[KEY_BYTES];
        hkdf.generateBytes(key, 0, KEY_BYTES);
        return key;
    }
}
