package dev.latchkey.key;

import dev.latchkey.support.PurposeKeys;
import dev.latchkey.support.Randomness;
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
 * Encrypts private keys for storage: AES-256-GCM under a purpose key of a master key; nonce ‖ ciphertext ‖ tag. The key's id is
 * authenticated with it, so that a row's secret cannot be moved to another row (standards K-08).
 */
@ApplicationScoped
class KeySealing {

    private static final String PURPOSE = "signing-key-encryption";
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final PurposeKeys purposeKeys;
    private final Randomness randomness;

    KeySealing(PurposeKeys purposeKeys, Randomness randomness) {
        this.purposeKeys = purposeKeys;
        this.randomness = randomness;
    }

    /** Id of the master key that {@link #seal} uses. */
    int masterKeyId() {
        return purposeKeys.primaryId();
    }

    boolean knows(int masterKeyId) {
        return purposeKeys.ids().contains(masterKeyId);
    }

    byte[] seal(String kid, byte[] secret) {
        byte[] nonce = randomness.bytes(NONCE_BYTES);
        try {
            byte[] sealed =
                    cipher(Cipher.ENCRYPT_MODE, masterKeyId(), kid, nonce).doFinal(secret);
            return ByteBuffer.allocate(nonce.length + sealed.length)
                    .put(nonce)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is not available", e);
        }
    }

    /** @throws AEADBadTagException if it was sealed under another key, for another kid, or was changed */
    byte[] open(int masterKeyId, String kid, byte[] sealed) throws GeneralSecurityException {
        if (sealed.length < NONCE_BYTES) {
            throw new AEADBadTagException("too short");
        }
        byte[] nonce = Arrays.copyOf(sealed, NONCE_BYTES);
        return cipher(Cipher.DECRYPT_MODE, masterKeyId, kid, nonce)
                .doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
    }

    private Cipher cipher(int mode, int masterKeyId, String kid, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        SecretKeySpec key = new SecretKeySpec(purposeKeys.key(masterKeyId, PURPOSE), "AES");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(kid.getBytes(StandardCharsets.US_ASCII));
        return cipher;
    }
}
