package dev.latchkey.key;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.Requirement;
import dev.latchkey.support.LogRecords;
import java.security.Security;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@Requirement("K-11")
class SignatureProviderTest {

    private static final String IN_JAVA = "Bouncy Castle and the JDK";

    @Test
    @EnabledOnOs(
            value = OS.LINUX,
            architectures = {"amd64", "aarch64"})
    void chooseThenNativeCodeWhereThereIsSome() {
        assertThat(choose(Map.of()))
                .containsExactly("Signatures are computed by AmazonCorrettoCryptoProvider 2.5.0" + " (AWS-LC v1.47.0)");
    }

    /** TLS and everything else stay as they were. */
    @Test
    void chooseThenTheProviderIsNotInstalled() {
        choose(Map.of());
        assertThat(Security.getProviders())
                .noneMatch(provider -> provider.getName().startsWith("Amazon"));
    }

    @Test
    void chooseWhenSwitchedOffThenJava() {
        assertThat(choose(Map.of("latchkey.key.native-crypto", "false")))
                .containsExactly("Signatures are computed by " + IN_JAVA + ", for the native provider is switched off");
        assertThat(TestSignatures.chosen(Map.of("latchkey.key.native-crypto", "false"))
                        .provider())
                .isEqualTo(IN_JAVA);
    }

    /** What is logged. */
    private static List<String> choose(Map<String, String> settings) {
        try (LogRecords log = LogRecords.open()) {
            TestSignatures.chosen(settings);
            return log.messages().stream()
                    .map(line -> line.replace(SignatureProvider.class.getName() + ": ", ""))
                    .toList();
        }
    }
}
