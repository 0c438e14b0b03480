package dev.latchkey.key;

import dev.latchkey.support.Sealing;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns keys into rows and back, inside the caller's transaction. */
@ApplicationScoped
class SigningKeyStore {

    static final String PURPOSE = "signing-key-encryption";

    private final Sealing sealing;
    private final KeyMaterial material;
    private final KeyRingConfig config;

    SigningKeyStore(Sealing sealing, KeyMaterial material, KeyRingConfig config) {
        this.sealing = sealing;
        this.material = material;
        this.config = config;
    }

    /** Makes a key and publishes it. */
    SigningKeyRow make(KeyAlgorithm algorithm, Instant now, Instant signsFrom) {
        return insert(material.generate(algorithm, config.rsaBits()), now, signsFrom);
    }

    SigningKeyRow insert(SigningKey key, Instant now, Instant signsFrom) {
        byte[] sealed = sealing.seal(PURPOSE, key.kid(), key.pkcs8());
        SigningKeyRow row = SigningKeyRow.published(key, sealing.masterKeyId(), sealed, now, signsFrom);
        row.persist();
        return row;
    }

    /**
     * The keys of these rows. What is known already is taken over instead of being opened again.
     *
     * @throws ConfigurationException if one cannot be opened with the configured master keys
     */
    KeyRing ring(List<SigningKeyRow> rows, @Nullable KeyRing known) {
        List<SigningKey> signers = new ArrayList<>();
        List<VerificationKey> published = new ArrayList<>();
        for (SigningKeyRow row : rows) {
            VerificationKey verifier = known == null ? null : known.byKid().get(row.kid());
            SigningKey signer = known == null ? null : known.signers().get(row.kid());
            published.add(verifier != null ? verifier : describe(row));
            byte[] sealed = row.privateKey();
            if (sealed != null) {
                signers.add(signer != null ? signer : material.signingKey(describe(row), open(row, sealed)));
            }
        }
        return KeyRing.of(rows.stream().map(SigningKeyRow::stored).toList(), signers, published);
    }

    /** Seals under the primary master key what was sealed under an older one, so that the older can go. */
    void reseal(List<SigningKeyRow> rows) {
        for (SigningKeyRow row : rows) {
            byte[] sealed = row.privateKey();
            if (sealed != null && row.masterKeyId() != sealing.masterKeyId()) {
                byte[] pkcs8 = unseal(row, sealed);
                row.reseal(sealing.masterKeyId(), sealing.seal(PURPOSE, row.kid(), pkcs8));
            }
        }
    }

    private VerificationKey describe(SigningKeyRow row) {
        return material.parsePublic(row.kid(), row.algorithm(), row.publicJwk());
    }

    private PrivateKey open(SigningKeyRow row, byte[] sealed) {
        try {
            return KeyMaterial.parsePrivate(row.algorithm(), unseal(row, sealed));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The stored signing key " + row.kid() + " is not one", e);
        }
    }

    private byte[] unseal(SigningKeyRow row, byte[] sealed) {
        if (!sealing.knows(row.masterKeyId())) {
            throw cannotOpen(row, "no master key with id " + row.masterKeyId() + " is configured");
        }
        try {
            return sealing.open(PURPOSE, row.masterKeyId(), row.kid(), sealed);
        } catch (GeneralSecurityException e) {
            throw cannotOpen(
                    row, "the master key with id " + row.masterKeyId() + " is not the one it was sealed under");
        }
    }

    private static ConfigurationException cannotOpen(SigningKeyRow row, String why) {
        return new ConfigurationException(
                "latchkey.master-key (or latchkey.master-key-file) does not fit this database: its signing key "
                        + row.kid() + " cannot be opened, " + why
                        + ". Configure the master key that this database was used with; without it every token and session"
                        + " made so far is lost.",
                Set.of("latchkey.master-key", "latchkey.master-key-file"));
    }
}
