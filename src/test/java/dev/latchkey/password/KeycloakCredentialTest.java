package dev.latchkey.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Passwords in an export of Keycloak. The values are those of public exports of realms for tests, whose passwords are no secret. */
class KeycloakCredentialTest {

    private static final String SECRET = "{\"value\":\"%s\",\"salt\":\"%s\",\"additionalParameters\":{}}";
    private static final String ARGON2 =
            "{\"hashIterations\":5,\"algorithm\":\"argon2\",\"additionalParameters\":{\"hashLength\":[\"32\"],"
                    + "\"memory\":[\"7168\"],\"type\":[\"id\"],\"version\":[\"1.3\"],\"parallelism\":[\"1\"]}}";

    private final TestPasswords parts = TestPasswords.with(Map.of());
    private final Passwords passwords = parts.passwords();

    @AfterEach
    void stop() {
        parts.close();
    }

    @Test
    @DisplayName("Argon2id, as Keycloak 26 makes them")
    void argon2IsVerified() throws UnusableHashException {
        String stored = passwords.foreignOfKeycloak(
                SECRET.formatted("xKjWvB9+0sSP6wTqI1JoEI7w+iA0x9VDhPgmrOHRG80=", "LRScGShC7shkdoU5B1UgUQ=="), ARGON2);

        assertThat(stored).startsWith("$argon2id$v=19$m=7168,t=5,p=1$");
        assertThat(passwords.matches("secret", stored)).isTrue();
        assertThat(passwords.matches("Secret", stored)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "admin, F4ZWxBJMUPwWmJvFj5E2gDgW3B7ov4zCKftOIcYnLUk=, SXjNXUAHuADNgWa4WG5yUA==",
        "password, JsfNbCOIdZUbyBJ+BT+VoGI91Ec2rWLOvkLPDaX8e9k=, P5rtFkGtPfoaryJ6PizUJw==",
        "user, MbKsMgWPnZyImih8s4SaoCSCq+XIY/c6S9F93sXEidHF1TjPWxCqMkec0+o3860CMLXHt3az61cIJOWI0FW9aw==,"
                + " fmpBI1r8R1u75hDLMUlwBw=="
    })
    @DisplayName("PBKDF2, as Keycloak 5 to 23 made them, of 32 and of 64 bytes")
    void pbkdf2IsVerified(String password, String value, String salt) throws UnusableHashException {
        String stored = passwords.foreignOfKeycloak(
                SECRET.formatted(value, salt), "{\"hashIterations\":27500,\"algorithm\":\"pbkdf2-sha256\"}");

        assertThat(stored).startsWith("$pbkdf2-sha256$i=27500$");
        assertThat(passwords.matches(password, stored)).isTrue();
        assertThat(passwords.matches(password + "x", stored)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "pbkdf2, 4096, c2FsdA==, SwB5AbdlSJq+rUnZJvch0GWkKcE=",
        "pbkdf2-sha512, 1, c2FsdA==, hn9wzxreAs/zdSWZo6U9xK80x6ZpgVrl1RNVThyM8lLALUcKKFoFAbrZmb/pQ8CPBQI119aLHaVeY/c7YKV/zg=="
    })
    void eachDigestHasItsName(String algorithm, int iterations, String salt, String value)
            throws UnusableHashException {
        String stored = passwords.foreignOfKeycloak(
                SECRET.formatted(value, salt),
                "{\"hashIterations\":" + iterations + ",\"algorithm\":\"" + algorithm + "\"}");

        assertThat(stored).startsWith("$" + algorithm + "$i=" + iterations + "$c2FsdA$");
        assertThat(passwords.matches("password", stored)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{",
                "{}",
                "\"\"",
                "{\"hashIterations\":27500}",
                "{\"hashIterations\":27500,\"algorithm\":\"bcrypt\"}",
                "{\"hashIterations\":-1,\"algorithm\":\"pbkdf2-sha256\"}",
                "{\"hashIterations\":1e9,\"algorithm\":\"pbkdf2-sha256\"}",
                "{\"hashIterations\":999999999,\"algorithm\":\"pbkdf2-sha256\"}",
                "{\"hashIterations\":\"1$x\",\"algorithm\":\"pbkdf2-sha256\"}",
                "{\"hashIterations\":{},\"algorithm\":\"pbkdf2-sha256\"}",
                "{\"algorithm\":\"argon2\",\"hashIterations\":5}",
                "{\"algorithm\":\"argon2\",\"hashIterations\":5,\"additionalParameters\":{\"version\":\"1.3\"}}",
                "{\"algorithm\":\"argon2\",\"hashIterations\":5,\"additionalParameters\":{\"version\":[\"1.3\"],\"type\":[\"id\"],"
                        + "\"memory\":[\"99999999\"],\"parallelism\":[\"1\"]}}"
            })
    @DisplayName("anything else is refused with a reason that repeats nothing")
    void otherCredentialsAreRefused(String credentialData) {
        String secretData =
                SECRET.formatted("xKjWvB9+0sSP6wTqI1JoEI7w+iA0x9VDhPgmrOHRG80=", "LRScGShC7shkdoU5B1UgUQ==");

        assertThatThrownBy(() -> passwords.foreignOfKeycloak(secretData, credentialData))
                .isInstanceOf(UnusableHashException.class)
                .hasNoCause()
                .hasMessageNotContaining("xKjW");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"value\":\"geheim",
                "{\"value\":\"\",\"salt\":\"\"}",
                "{\"value\":[\"geheim\"],\"salt\":1}"
            })
    void otherSecretsAreRefused(String secretData) {
        assertThatThrownBy(() -> passwords.foreignOfKeycloak(secretData, ARGON2))
                .isInstanceOf(UnusableHashException.class)
                .hasNoCause()
                .hasMessageNotContaining("geheim");
    }
}
