package dev.latchkey.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.Requirement;
import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import org.junit.jupiter.api.Test;

/** Standards K-08, K-09. */
@Requirement({"K-08", "K-09"})
class SealingTest {

    private static final byte[] SECRET = {1, 2, 3};

    private final Sealing sealing = of("1:A");

    @Test
    void openGivesTheSecretBack() throws GeneralSecurityException {
        assertThat(sealing.open("p", 1, "row", sealing.seal("p", "row", SECRET)))
                .isEqualTo(SECRET);
    }

    @Test
    void sealNeverGivesTheSameTwice() {
        assertThat(sealing.seal("p", "row", SECRET)).isNotEqualTo(sealing.seal("p", "row", SECRET));
    }

    @Test
    void openWhenAnythingIsNotTheSameThenThrows() {
        byte[] sealed = sealing.seal("p", "row", SECRET);
        byte[] changed = sealed.clone();
        changed[changed.length - 1] ^= 1;

        assertRefused(sealing, "q", 1, "row", sealed);
        assertRefused(sealing, "p", 1, "row2", sealed);
        assertRefused(sealing, "p", 1, "row", changed);
        assertRefused(sealing, "p", 1, "row", new byte[5]);
        assertRefused(of("1:B"), "p", 1, "row", sealed);
    }

    @Test
    void openWhenTheMasterKeyIsOlderThenStillOpens() throws GeneralSecurityException {
        Sealing rotated = of("2:B,1:A");

        assertThat(rotated.masterKeyId()).isEqualTo(2);
        assertThat(rotated.knows(1)).isTrue();
        assertThat(rotated.knows(3)).isFalse();
        assertThat(rotated.open("p", 1, "row", sealing.seal("p", "row", SECRET)))
                .isEqualTo(SECRET);
    }

    private static void assertRefused(Sealing by, String purpose, int masterKeyId, String owner, byte[] sealed) {
        assertThatThrownBy(() -> by.open(purpose, masterKeyId, owner, sealed)).isInstanceOf(AEADBadTagException.class);
    }

    private static Sealing of(String masterKeys) {
        return new Sealing(TestPurposeKeys.of(masterKeys), new Randomness());
    }
}
