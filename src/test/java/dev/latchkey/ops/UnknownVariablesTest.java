package dev.latchkey.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.DeclaredSettings;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnknownVariablesTest {

    @Test
    void settingsAreThoseOfTheCode() {
        assertThat(UnknownVariables.SETTINGS)
                .isEqualTo(DeclaredSettings.withDefaults().keySet());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "LATCHKEY_SESION_IDLE_TIMEOUT",
                "LATCHKEY_SESSION_IDLE",
                "LATCHKEY_SESSION__IDLE_TIMEOUT",
                "LATCHKEY_SESSION_IDLETIMEOUT",
                "LATCHKEY_",
                "LATCHKEY_MASTER_KEYS",
                "LATCHKEY_MASTERKEY_FILE",
                "LATCHKEY_CORS_ORIGIN",
                "LATCHKEY_CORS_ORIGIN_0_",
                "LATCHKEY_CORS_ORIGINS_0",
                "LATCHKEY_EMBEDDED_POSTGRES_PORTS",
                "LATCHKEY_SERVICE_HOSTS",
                "LATCHKEY_PORT_8080_HTTP"
            })
    void misspeltVariableIsUnknown(String name) {
        assertThat(UnknownVariables.among(Set.of(name, "LATCHKEY_ISSUER"))).containsExactly(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "LATCHKEY_ISSUER",
                "LATCHKEY_SESSION_REMEMBER_ME_ABSOLUTE_TIMEOUT",
                "LATCHKEY_TRUSTED_PROXIES",
                "LATCHKEY_CORS_ORIGINS_0_",
                "LATCHKEY_CORS_ORIGINS_12_",
                "LATCHKEY_EMBEDDED_POSTGRES_PORT",
                "QUARKUS_HTTP_PORT",
                "LATCHKEY",
                "MY_LATCHKEY_SESION_IDLE_TIMEOUT"
            })
    void settingIsNot(String name) {
        assertThat(UnknownVariables.among(Set.of(name))).isEmpty();
    }

    @ParameterizedTest
    @DisplayName("Kubernetes tells each container of its services in this way")
    @ValueSource(
            strings = {
                "LATCHKEY_SERVICE_HOST",
                "LATCHKEY_SERVICE_PORT",
                "LATCHKEY_SERVICE_PORT_HTTP",
                "LATCHKEY_PORT",
                "LATCHKEY_PORT_8080_TCP",
                "LATCHKEY_PORT_8080_TCP_PROTO",
                "LATCHKEY_PORT_8080_TCP_PORT",
                "LATCHKEY_PORT_8080_TCP_ADDR",
                "LATCHKEY_MANAGEMENT_SERVICE_HOST",
                "LATCHKEY_MANAGEMENT_PORT_9000_TCP_ADDR"
            })
    void serviceLinkIsNot(String name) {
        assertThat(UnknownVariables.among(Set.of(name))).isEmpty();
    }

    @Test
    void allAreNamedAtOnceInOrder() {
        assertThat(UnknownVariables.among(Set.of("LATCHKEY_B", "PATH", "LATCHKEY_A")))
                .containsExactly("LATCHKEY_A", "LATCHKEY_B");
    }
}
