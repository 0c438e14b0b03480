package dev.latchkey.key;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.Requirement;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The signature's strict form, whoever computes. The platform's own provider is the second opinion. */
@Requirement("A-15")
@ParameterizedClass
@MethodSource("dev.latchkey.key.TestSignatures#all")
class Es256Test {

    private static final byte[] MESSAGE = "message".getBytes(StandardCharsets.UTF_8);
    private static final BigInteger ORDER =
            new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

    private final KeyPair pair = pair();
    private final Signatures signatures;
    private final SignatureCheck check;
    private final byte[] signature;

    Es256Test(Signatures signatures) {
        this.signatures = signatures;
        this.check = signatures.check(KeyAlgorithm.ES256, pair.getPublic());
        this.signature =
                signatures.signer(KeyAlgorithm.ES256, pair.getPrivate()).sign(MESSAGE);
    }

    @Test
    void signThenThePlatformVerifies() throws GeneralSecurityException {
        Signature platform = Signature.getInstance("SHA256withECDSAinP1363Format");
        platform.initVerify(pair.getPublic());
        platform.update(MESSAGE);

        assertThat(platform.verify(signature)).isTrue();
    }

    @Test
    void verifyWhenThePlatformSignedThenTrue() throws GeneralSecurityException {
        Signature platform = Signature.getInstance("SHA256withECDSAinP1363Format");
        platform.initSign(pair.getPrivate());
        platform.update(MESSAGE);

        assertThat(check.verifies(MESSAGE, platform.sign())).isTrue();
    }

    @Test
    void verifyWhenAnyBitOfTheSignatureChangedThenFalse() {
        for (int bit = 0; bit < signature.length * 8; bit++) {
            byte[] changed = signature.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);

            assertThat(check.verifies(MESSAGE, changed)).isFalse();
        }
    }

    @Test
    void verifyWhenAnotherMessageOrKeyThenFalse() {
        assertThat(check.verifies(new byte[0], signature)).isFalse();
        assertThat(signatures.check(KeyAlgorithm.ES256, pair().getPublic()).verifies(MESSAGE, signature))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 32, 63, 65, 128})
    void verifyWhenNot64BytesThenFalse(int length) {
        assertThat(check.verifies(MESSAGE, Arrays.copyOf(signature, length))).isFalse();
    }

    /** CVE-2022-21449 took zeros for a signature of everything. */
    @Requirement("A-15")
    @Test
    void verifyWhenAPartIsOutOfRangeThenFalse() {
        byte[] zero = new byte[32];
        byte[] order = Arrays.copyOfRange(ORDER.toByteArray(), 1, 33);
        byte[] ones = new byte[32];
        Arrays.fill(ones, (byte) 0xff);

        for (byte[] part : new byte[][] {zero, order, ones}) {
            byte[] wrongR = signature.clone();
            System.arraycopy(part, 0, wrongR, 0, 32);
            byte[] wrongS = signature.clone();
            System.arraycopy(part, 0, wrongS, 32, 32);
            byte[] both = wrongR.clone();
            System.arraycopy(part, 0, both, 32, 32);

            assertThat(check.verifies(MESSAGE, wrongR)).isFalse();
            assertThat(check.verifies(MESSAGE, wrongS)).isFalse();
            assertThat(check.verifies(MESSAGE, both)).isFalse();
        }
    }

    private static KeyPair pair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
