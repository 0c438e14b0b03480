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
                .singleElement()
                .asString()
                .startsWith("Signatures are computed by AmazonCorrettoCryptoProvider ");
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
                    // other threads of the application go on logging
                    .filter(line -> line.startsWith(SignatureProvider.class.getName()))
                    .map(line -> line.replace(SignatureProvider.class.getName() + ": ", ""))
                    .toList();
        }
    }
}
