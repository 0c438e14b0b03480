package dev.latchkey.password;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.Requirement;
import dev.latchkey.support.ConfigReader;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What stands behind the id of a pepper does not change. */
@Requirement("P-07")
@QuarkusTest
class PepperGuardTest {

    private static final String ONE = secret(1);
    private static final String TWO = secret(2);

    @AfterEach
    void forget() {
        QuarkusTransaction.requiringNew().run(() -> PepperFingerprint.deleteAll());
    }

    @Test
    @DisplayName("started again, added to and put in another order; but not with another secret under an id")
    void anotherSecretUnderTheSameIdStopsTheStart() {
        start("7:" + ONE);
        start("8:" + TWO + ",7:" + ONE);
        start("8:" + TWO);

        assertThatThrownBy(() -> start("9:" + ONE + ",7:" + TWO))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("latchkey.password.pepper")
                .hasMessageContaining("id 7")
                .hasMessageNotContaining(ONE)
                .hasMessageNotContaining(TWO);
        assertThatCode(() -> start("9:" + TWO + ",7:" + ONE))
                .as("a refused start notes nothing")
                .doesNotThrowAnyException();
    }

    private static void start(String pepper) {
        Peppers peppers =
                new Peppers(ConfigReader.read(PasswordConfig.class, Map.of("latchkey.password.pepper", pepper)));
        QuarkusTransaction.requiringNew().run(() -> new PepperGuard(peppers).check(new StartupEvent()));
    }

    private static String secret(int filler) {
        byte[] bytes = new byte[32];
        bytes[0] = (byte) filler;
        return Base64.getEncoder().encodeToString(bytes);
    }
}
