package dev.latchkey.key;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The configured key of {@code HS256}. It stands alone: beside an asymmetric key, a verifier that lets a token's header choose would
 * take a public key for a secret (RFC 8725 §2.1, standards A-10, K-01).
 */
final class SharedSecret {

    static final String PROVIDER = "the JDK";

    private static final String HMAC = "HmacSHA256";
    private static final int MIN_BYTES = 32;
    private static final Set<String> SETTINGS =
            Set.of("latchkey.token.secret", "latchkey.token.secret-file", "latchkey.token.algorithm");

    private SharedSecret() {}

    /**
     * The key, if the configured algorithm is {@code HS256}.
     *
     * @throws ConfigurationException if there is a secret and another algorithm, or {@code HS256} and no secret of 256 bits
     */
    static Optional<SigningKey> read(KeyConfig config, KeyRingConfig ring) {
        Optional<String> text = text(config);
        if (config.algorithm().isSymmetric()) {
            if (ring.importFile().isPresent()) {
                throw new ConfigurationException(
                        "latchkey.key.import-file is set, and latchkey.token.algorithm is HS256: a shared secret is never used"
                                + " together with an asymmetric key",
                        Set.of("latchkey.key.import-file", "latchkey.token.algorithm"));
            }
            return Optional.of(
                    of(decode(text.orElseThrow(() -> refused("is required with latchkey.token.algorithm=HS256")))));
        }
        if (text.isPresent()) {
            throw refused("is set, and latchkey.token.algorithm is " + config.algorithm()
                    + ": a shared secret is for HS256 alone, never together with an asymmetric algorithm");
        }
        return Optional.empty();
    }

    private static SigningKey of(byte[] secret) {
        SecretKeySpec key = new SecretKeySpec(secret, HMAC);
        Signer signer = message -> mac(key, message);
        // tells nothing of the secret, unlike the thumbprint of RFC 7638, which is its plain digest
        String kid = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(mac(key, "latchkey/kid".getBytes(StandardCharsets.US_ASCII)));
        SignatureCheck check = (message, signature) -> MessageDigest.isEqual(mac(key, message), signature);
        return new SigningKey(new VerificationKey(kid, KeyAlgorithm.HS256, check, ""), signer, secret);
    }

    private static byte[] mac(SecretKeySpec key, byte[] message) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has HMAC-SHA-256", e);
        }
    }

    private static byte[] decode(String text) {
        byte[] secret;
        try {
            secret = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw refused("is not base64");
        }
        if (secret.length < MIN_BYTES) {
            throw refused("has " + secret.length * 8 + " bits, and HS256 needs 256");
        }
        return secret;
    }

    private static Optional<String> text(KeyConfig config) {
        try {
            return config.secret().isEmpty() && config.secretFile().isPresent()
                    ? Optional.of(Files.readString(config.secretFile().get()).strip())
                    : config.secret();
        } catch (IOException e) {
            throw new ConfigurationException("latchkey.token.secret-file cannot be read: " + e, e, SETTINGS);
        }
    }

    /** Never with a part of the value. */
    private static ConfigurationException refused(String why) {
        return new ConfigurationException(
                "latchkey.token.secret (or latchkey.token.secret-file) " + why
                        + ". Make one with `openssl rand -base64 32`.",
                SETTINGS);
    }
}
