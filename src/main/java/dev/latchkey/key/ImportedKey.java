package dev.latchkey.key;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;

/** Reads the key that an operator brings along, and refuses one that is too weak (standards K-01). Never tells anything of it. */
final class ImportedKey {

    private static final Pattern PEM =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final int MIN_RSA_BITS = 2048;
    private static final int MIN_RSA_EXPONENT_BITS = 17;
    private static final byte[] PROBE = {1};

    private ImportedKey() {}

    /**
     * Reads PKCS #8 in PEM or a JWK.
     *
     * @param preferred of the two algorithms of RSA, the one to use it for if the file does not say
     * @throws ConfigurationException naming the setting, if it is no such key or a weak one
     */
    static SigningKey read(Path file, KeyAlgorithm preferred, KeyMaterial material) {
        try {
            String text = Files.readString(file).strip();
            SigningKey key = text.startsWith("{") ? ofJwk(text, preferred, material) : ofPem(text, preferred, material);
            // whoever made the file may have put two halves together that are not of one key
            if (!key.verificationKey().verifies(PROBE, key.sign(PROBE))) {
                throw refused("holds a private and a public part that do not belong together");
            }
            return key;
        } catch (IOException e) {
            throw refused("cannot be read, " + e.getClass().getSimpleName());
        } catch (IllegalStateException e) {
            throw refused("holds a private key that nothing can be signed with");
        } catch (GeneralSecurityException | JoseException | IllegalArgumentException | ClassCastException e) {
            throw refused("holds no private key for ES256, RS256, PS256 or EdDSA");
        }
    }

    private static SigningKey ofJwk(String text, KeyAlgorithm preferred, KeyMaterial material) throws JoseException {
        PublicJsonWebKey jwk = PublicJsonWebKey.Factory.newPublicJwk(text);
        PrivateKey secret = jwk.getPrivateKey();
        if (secret == null) {
            throw refused("holds no private part");
        }
        KeyAlgorithm wanted = jwk.getAlgorithm() == null ? preferred : KeyAlgorithm.valueOf(jwk.getAlgorithm());
        return signingKey(secret, jwk.getPublicKey(), wanted, material);
    }

    private static SigningKey ofPem(String text, KeyAlgorithm preferred, KeyMaterial material)
            throws GeneralSecurityException {
        Matcher pem = PEM.matcher(text);
        if (!pem.matches()) {
            throw refused("is neither a JWK nor a PRIVATE KEY in PEM");
        }
        PKCS8EncodedKeySpec spec =
                new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem.group(1)));
        for (String family : List.of("EC", "RSA", "Ed25519")) {
            PrivateKey secret;
            try {
                secret = KeyFactory.getInstance(family).generatePrivate(spec);
            } catch (GeneralSecurityException e) {
                // of another family
                continue;
            }
            return signingKey(secret, publicPart(secret), preferred, material);
        }
        throw new GeneralSecurityException("of no family");
    }

    private static SigningKey signingKey(
            PrivateKey secret, PublicKey shown, KeyAlgorithm wanted, KeyMaterial material) {
        KeyAlgorithm algorithm = algorithm(secret, wanted);
        // with a small exponent, signatures of sloppy verifiers can be forged; with 1 each message is its own signature
        if (shown instanceof RSAPublicKey rsa && rsa.getPublicExponent().bitLength() < MIN_RSA_EXPONENT_BITS) {
            throw refused("is too weak: an RSA key with the public exponent " + rsa.getPublicExponent());
        }
        return material.signingKey(material.describe(algorithm, shown), secret);
    }

    private static KeyAlgorithm algorithm(Key key, KeyAlgorithm wanted) {
        if (key instanceof ECKey curve) {
            if (!Es256.fits(curve)) {
                throw refused("is for another curve than P-256");
            }
            return KeyAlgorithm.ES256;
        }
        if (key instanceof RSAKey rsa) {
            if (rsa.getModulus().bitLength() < MIN_RSA_BITS) {
                throw refused("is too weak: an RSA key of " + rsa.getModulus().bitLength() + " bits, and "
                        + MIN_RSA_BITS + " are needed");
            }
            return wanted.isRsa() ? wanted : KeyAlgorithm.RS256;
        }
        return KeyAlgorithm.EdDSA;
    }

    private static PublicKey publicPart(PrivateKey secret) throws GeneralSecurityException {
        if (secret instanceof ECPrivateKey curve) {
            return KeyFactory.getInstance("EC")
                    .generatePublic(new ECPublicKeySpec(Es256.publicPoint(curve), curve.getParams()));
        }
        if (secret instanceof RSAPrivateCrtKey rsa) {
            RSAPublicKeySpec spec = new RSAPublicKeySpec(rsa.getModulus(), rsa.getPublicExponent());
            return KeyFactory.getInstance("RSA").generatePublic(spec);
        }
        return Ed25519Signatures.publicPart(secret);
    }

    private static ConfigurationException refused(String why) {
        return new ConfigurationException("latchkey.key.import-file " + why, Set.of("latchkey.key.import-file"));
    }
}
