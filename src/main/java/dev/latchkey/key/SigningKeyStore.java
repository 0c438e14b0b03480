package dev.latchkey.key;

import dev.latchkey.support.Sealing;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The signing keys in the database. */
@ApplicationScoped
class SigningKeyStore {

    static final String PURPOSE = "signing-key-encryption";

    private final Sealing sealing;

    SigningKeyStore(Sealing sealing) {
        this.sealing = sealing;
    }

    /**
     * Reads the keys; makes the first one if none signs yet. Nodes that start together wait for each other, so that all hold the
     * same keys. A key sealed under an older master key is sealed again under the primary one, so that the older can go.
     *
     * @throws ConfigurationException if the signing key cannot be opened with the configured master keys
     */
    @Transactional
    KeyRing loadOrCreate(KeyAlgorithm algorithm, Instant now) {
        SigningKeyRow.lockAll();
        List<SigningKeyRow> rows = SigningKeyRow.listPresent();
        Optional<SigningKeyRow> signing =
                rows.stream().filter(SigningKeyRow::isSigning).findFirst();
        if (signing.isEmpty()) {
            SigningKey made = KeyMaterial.generate(algorithm);
            byte[] sealed = sealing.seal(PURPOSE, made.kid(), made.pkcs8());
            SigningKeyRow.signing(made, sealing.masterKeyId(), sealed, now).persist();
            return loadOrCreate(algorithm, now);
        }
        return KeyRing.of(
                open(signing.get()),
                rows.stream().map(SigningKeyStore::describe).toList());
    }

    private static VerificationKey describe(SigningKeyRow row) {
        return KeyMaterial.parsePublic(row.kid(), row.algorithm(), row.publicJwk());
    }

    private SigningKey open(SigningKeyRow row) {
        if (!sealing.knows(row.masterKeyId())) {
            throw cannotOpen(row, "no master key with id " + row.masterKeyId() + " is configured");
        }
        try {
            byte[] pkcs8 = sealing.open(PURPOSE, row.masterKeyId(), row.kid(), row.privateKey());
            if (row.masterKeyId() != sealing.masterKeyId()) {
                row.reseal(sealing.masterKeyId(), sealing.seal(PURPOSE, row.kid(), pkcs8));
            }
            return new SigningKey(describe(row), KeyMaterial.parsePrivate(row.algorithm(), pkcs8));
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
