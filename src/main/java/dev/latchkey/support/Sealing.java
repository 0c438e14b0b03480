package dev.latchkey.support;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts what is stored: AES-256-GCM under a purpose key of a master key; nonce ‖ ciphertext ‖ tag. The id of the row that owns the
 * secret is authenticated with it, so that it cannot be moved to another row (standards K-08).
 */
@ApplicationScoped
public class Sealing {

    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final PurposeKeys purposeKeys;
    private final Randomness randomness;

    Sealing(PurposeKeys purposeKeys, Randomness randomness) {
        this.purposeKeys = purposeKeys;
        this.randomness = randomness;
    }

    /** Id of the master key that {@link #seal} uses; to be stored beside what it returns. */
    public int masterKeyId() {
        return purposeKeys.primaryId();
    }

    public boolean knows(int masterKeyId) {
        return purposeKeys.ids().contains(masterKeyId);
    }

    /**
     * Encrypts a secret.
     *
     * @param owner id of the row that it is stored in, ASCII
     */
    public byte[] seal(String purpose, String owner, byte[] secret) {
        byte[] nonce = randomness.bytes(NONCE_BYTES);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, purpose, masterKeyId(), owner, nonce)
                    .doFinal(secret);
            return ByteBuffer.allocate(nonce.length + sealed.length)
                    .put(nonce)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is not available", e);
        }
    }

    /**
     * Decrypts a secret.
     *
     * @param masterKeyId one that is {@linkplain #knows known}
     * @throws AEADBadTagException if it was sealed under another key, for another purpose or owner, or was changed
     */
    public byte[] open(String purpose, int masterKeyId, String owner, byte[] sealed) throws GeneralSecurityException {
        if (sealed.length < NONCE_BYTES) {
            throw new AEADBadTagException("too short");
        }
        byte[] nonce = Arrays.copyOf(sealed, NONCE_BYTES);
        return cipher(Cipher.DECRYPT_MODE, purpose, masterKeyId, owner, nonce)
                .doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
    }

    private Cipher cipher(int mode, String purpose, int masterKeyId, String owner, byte[] nonce)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        SecretKeySpec key = new SecretKeySpec(purposeKeys.key(masterKeyId, purpose), "AES");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(owner.getBytes(StandardCharsets.US_ASCII));
        return cipher;
    }
}
