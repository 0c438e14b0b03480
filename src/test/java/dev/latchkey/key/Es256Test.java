package dev.latchkey.key;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.Requirement;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The signature's strict form. The platform's own provider is the second opinion. */
@Requirement("A-15")
class Es256Test {

    private static final byte[] MESSAGE = "message".getBytes(StandardCharsets.UTF_8);
    private static final BigInteger ORDER =
            new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

    private final KeyPair pair = pair();
    private final ECPublicKeyParameters publicKey = Es256.parameters((ECPublicKey) pair.getPublic());
    private final byte[] signature = Es256.sign(Es256.parameters((ECPrivateKey) pair.getPrivate()), MESSAGE);

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

        assertThat(Es256.verify(publicKey, MESSAGE, platform.sign())).isTrue();
    }

    @Test
    void verifyWhenAnyBitOfTheSignatureChangedThenFalse() {
        for (int bit = 0; bit < signature.length * 8; bit++) {
            byte[] changed = signature.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);

            assertThat(Es256.verify(publicKey, MESSAGE, changed)).isFalse();
        }
    }

    @Test
    void verifyWhenAnotherMessageOrKeyThenFalse() {
        assertThat(Es256.verify(publicKey, new byte[0], signature)).isFalse();
        assertThat(Es256.verify(Es256.parameters((ECPublicKey) pair().getPublic()), MESSAGE, signature))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 32, 63, 65, 128})
    void verifyWhenNot64BytesThenFalse(int length) {
        assertThat(Es256.verify(publicKey, MESSAGE, Arrays.copyOf(signature, length)))
                .isFalse();
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

            assertThat(Es256.verify(publicKey, MESSAGE, wrongR)).isFalse();
            assertThat(Es256.verify(publicKey, MESSAGE, wrongS)).isFalse();
            assertThat(Es256.verify(publicKey, MESSAGE, both)).isFalse();
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
