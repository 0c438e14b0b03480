package dev.latchkey.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import dev.latchkey.Requirement;
import dev.latchkey.password.Passwords;
import dev.latchkey.support.LogRecords;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines of an import, good and bad. */
@QuarkusTest
class UserImportLinesTest {

    private static final String CANARY = "canary-5d1e";

    @Inject
    Passwords passwords;

    @Inject
    AgroalDataSource database;

    private ImportCalls calls;

    @BeforeEach
    void signInAsAdministrator() {
        calls = new ImportCalls(passwords, database);
    }

    @ParameterizedTest
    @MethodSource("badLines")
    @Requirement({"E-04", "L-02"})
    @DisplayName("a bad line is told by its number, not repeated, and stops no other")
    void badLineStopsNoOther(String line, String code, String detail) {
        try (LogRecords records = LogRecords.open()) {
            byte[] body = lines(
                    calls.good(1).getBytes(StandardCharsets.UTF_8),
                    bytes(line),
                    calls.good(2).getBytes(StandardCharsets.UTF_8));

            calls.send(body, "")
                    .statusCode(200)
                    .body("imported", equalTo(2))
                    .body("failed", equalTo(1))
                    .body("errors.line", equalTo(List.of(2)))
                    .body("errors.code", equalTo(List.of(code)))
                    .body("errors[0].detail", containsString(detail))
                    .body(not(containsString(CANARY)));

            assertThat(String.join("\n", records.messages())).doesNotContain(CANARY);
            assertThat(records.complaints()).isEmpty();
        }
    }

    static Stream<Arguments> badLines() {
        String name = "\"username\":\"" + CANARY + "\"";
        return Stream.of(
                Arguments.of("{" + name, "malformed-json", "not one JSON object"),
                Arguments.of("{" + name + "} {}", "malformed-json", "not one JSON object"),
                Arguments.of("{" + name + ",}", "malformed-json", ""),
                Arguments.of("[{" + name + "}]", "malformed-json", ""),
                Arguments.of("null", "malformed-json", "not one JSON object"),
                Arguments.of("\"" + CANARY + "\"", "malformed-json", ""),
                Arguments.of(CANARY, "malformed-json", ""),
                Arguments.of("[".repeat(5000), "malformed-json", ""),
                Arguments.of("{" + name + "," + name + "}", "malformed-json", "twice"),
                Arguments.of(
                        "{" + name + ",\"" + CANARY + "\":1}", "malformed-json", "the known are created_at, disabled"),
                Arguments.of("{" + name + ",\"emailVerified\":true}", "malformed-json", "unknown member"),
                Arguments.of("{\"username\":1}", "malformed-json", "username has the wrong type"),
                Arguments.of("{" + name + ",\"disabled\":\"true\"}", "malformed-json", "disabled has the wrong type"),
                Arguments.of("{" + name + ",\"disabled\":1}", "malformed-json", "disabled has the wrong type"),
                Arguments.of("{" + name + ",\"roles\":\"admin\"}", "malformed-json", "roles has the wrong type"),
                Arguments.of("{" + name + ",\"roles\":[1]}", "malformed-json", "roles has the wrong type"),
                Arguments.of("{" + name + ",\"name\":{}}", "malformed-json", "name has the wrong type"),
                Arguments.of("{\"username\":\"\u00ff" + CANARY + "\"}", "malformed-json", "not UTF-8"),
                Arguments.of("{\"username\":\"\u00ed\u00a0\u0080\"}", "malformed-json", "not UTF-8"),
                Arguments.of("{" + name + "}" + " ".repeat(16 * 1024), "line-too-long", "16384 bytes"),
                Arguments.of("x".repeat(100_000), "line-too-long", ""),
                Arguments.of("{}", "invalid-member", "username must not be null"),
                Arguments.of("{\"username\":null}", "invalid-member", "username must not be null"),
                Arguments.of("{\"username\":\"\"}", "invalid-member", "username must be 1 to 254"),
                Arguments.of("{\"username\":\"" + CANARY + " x\"}", "invalid-member", "without spaces"),
                Arguments.of("{\"username\":\"a\\u0000b\"}", "invalid-member", "username"),
                Arguments.of("{\"username\":\"\\ud800\"}", "invalid-member", "username"),
                Arguments.of("{\"username\":\"" + "u".repeat(255) + "\"}", "invalid-member", "username"),
                Arguments.of("{" + name + ",\"email\":\"" + CANARY + "\"}", "invalid-member", "email"),
                Arguments.of("{" + name + ",\"email_verified\":true}", "invalid-member", "there is no email"),
                Arguments.of("{" + name + ",\"name\":\"a\\nb\"}", "invalid-member", "name must be 1 to 100"),
                Arguments.of("{" + name + ",\"name\":\"\\u202Eb\"}", "invalid-member", "name must be 1 to 100"),
                Arguments.of("{" + name + ",\"roles\":[\"no spaces\"]}", "invalid-member", "roles must be a letter"),
                Arguments.of("{" + name + ",\"roles\":[null]}", "invalid-member", "roles must be a letter"),
                Arguments.of(
                        "{" + name + ",\"roles\":["
                                + IntStream.range(0, 17)
                                        .mapToObj(i -> "\"r" + i + "x".repeat(58) + "\"")
                                        .collect(Collectors.joining(","))
                                + "]}",
                        "invalid-member",
                        "at most 1000"),
                Arguments.of("{" + name + ",\"id\":\"1-1-1-1-1\"}", "invalid-member", "id must be a UUID"),
                Arguments.of(
                        "{" + name + ",\"id\":\"00000000-0000-0000-0000-000000000000\"}", "invalid-member", "id must"),
                Arguments.of("{" + name + ",\"created_at\":\"yesterday\"}", "invalid-member", "created_at must be"),
                Arguments.of("{" + name + ",\"created_at\":\"1969-12-31T23:59:59Z\"}", "invalid-member", "created_at"),
                Arguments.of("{" + name + ",\"created_at\":\"9999-01-01T00:00:00Z\"}", "invalid-member", "created_at"),
                Arguments.of(
                        "{" + name + ",\"created_at\":1556938921}", "malformed-json", "created_at has the wrong type"),
                Arguments.of("{" + name + ",\"password_hash\":\"" + CANARY + "\"}", "unusable-hash", "The hash "),
                Arguments.of("{" + name + ",\"password_hash\":\"\"}", "unusable-hash", "The hash "),
                Arguments.of(
                        "{" + name + ",\"password_hash\":\"$argon2id$v=19$m=9999999,t=1,p=1$c2FsdHNhbHRzYWx0c2FsdA$"
                                + "A".repeat(43) + "\"}",
                        "unusable-hash",
                        "The hash "),
                Arguments.of(
                        "{" + name + ",\"keycloak_credential\":{\"secret_data\":\"" + CANARY
                                + "\",\"credential_data\":\"{}\"}}",
                        "unusable-hash",
                        "The hash "),
                Arguments.of(
                        "{" + name
                                + ",\"password_hash\":\"x\",\"keycloak_credential\":{\"secret_data\":\"{}\",\"credential_data\":\"{}\"}}",
                        "invalid-member",
                        "password_hash and a keycloak_credential"),
                Arguments.of("{" + name + ",\"keycloak_credential\":{}}", "invalid-member", "keycloak_credential"));
    }

    @ParameterizedTest
    @DisplayName("lines however they are parted")
    @ValueSource(
            strings = {
                "<1>\n<2>\n",
                "<1>\n<2>",
                "<1>\r\n<2>\r\n",
                "\uFEFF<1>\n<2>\n",
                "\n\r\n<1>\n \t\n<2>\n\n\n",
                "\uFEFF\n<1>\n<2>"
            })
    void linesArePartedAnyhow(String text) {
        calls.send(text.replace("<1>", calls.good(1)).replace("<2>", calls.good(2)))
                .statusCode(200)
                .body("imported", equalTo(2))
                .body("failed", equalTo(0));
    }

    @Test
    void emptyBodyImportsNobody() {
        calls.send("").statusCode(200).body("imported", equalTo(0)).body("failed", equalTo(0));
        calls.send("\n\n").statusCode(200).body("imported", equalTo(0));
    }

    @Test
    @DisplayName("errors are counted to the end and told up to a thousand")
    void errorsAreBounded() {
        calls.send("x\n".repeat(1200) + calls.good(1))
                .body("failed", equalTo(1200))
                .body("errors", hasSize(1000))
                .body("imported", equalTo(1));
    }

    @Test
    @Requirement("T-07")
    @DisplayName("an error is told in few words, however often a line makes it")
    void textsOfErrorsAreBounded() {
        String roles =
                IntStream.range(0, 1000).mapToObj(i -> "\"no " + i + "\"").collect(Collectors.joining(","));
        String detail = calls.send("{\"username\":\"" + calls.own() + "\",\"roles\":[" + roles + "]}")
                .body("failed", equalTo(1))
                .extract()
                .path("errors[0].detail");

        assertThat(detail).contains("roles").hasSizeLessThan(400);
    }

    /** Each character up to U+00FF one byte, so that rows of the table can hold what is not UTF-8. */
    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] lines(byte[]... lines) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] line : lines) {
            all.writeBytes(line);
            all.write('\n');
        }
        return all.toByteArray();
    }
}
