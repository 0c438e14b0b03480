package dev.latchkey;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The files of {@code deploy/}: nobody runs them here, so at least they say what they must, and name only what exists. */
class DeployTest {

    private static final Path DEPLOY = Path.of("deploy");
    private static final Pattern SETTING = Pattern.compile("^\\| `(latchkey\\.[a-z.-]+)` \\|", Pattern.MULTILINE);
    private static final Pattern VARIABLE = Pattern.compile("\\bLATCHKEY_[A-Z0-9_]*[A-Z0-9]\\b");
    private static final Pattern INTERPOLATED = Pattern.compile("\\$\\{([A-Z_]+)");
    /** A word long and mixed enough to be a key, a token or a generated password. */
    private static final Pattern SECRET =
            Pattern.compile("(?=[A-Za-z0-9+/=_-]*[0-9])(?=[A-Za-z0-9+/=_-]*[A-Z])[A-Za-z0-9+/=_-]{20,}");

    @Nested
    class Compose {

        private final Map<String, Object> compose = yaml(DEPLOY.resolve("compose/compose.yaml"));
        private final Map<String, Object> latchkey = section(section(compose, "services"), "latchkey");
        private final Map<String, Object> database = section(section(compose, "services"), "database");

        @Test
        void nodeWaitsForHealthyDatabase() {
            assertThat(section(section(latchkey, "depends_on"), "database"))
                    .containsEntry("condition", "service_healthy");
            assertThat(strings(section(database, "healthcheck"), "test")).startsWith("CMD", "pg_isready");
        }

        @Test
        void nodeChecksItsHealthWithWhatTheImageHolds() {
            assertThat(strings(section(latchkey, "healthcheck"), "test"))
                    .containsExactly("CMD", "/usr/local/bin/healthy");
        }

        @Test
        void neitherServiceMayDoMoreThanItMust() {
            assertThat(List.of(latchkey, database)).allSatisfy(service -> {
                assertThat(service).containsEntry("read_only", true).doesNotContainKey("privileged");
                assertThat(strings(service, "tmpfs")).contains("/tmp");
                assertThat(strings(service, "cap_drop")).containsExactly("ALL");
                assertThat(strings(service, "security_opt")).contains("no-new-privileges:true");
            });
        }

        @Test
        void whatTheImageUnpacksNativeCodeIntoMayExecute() {
            String directory = "/opt/latchkey/native";

            assertThat(read(DEPLOY.resolve("container/Containerfile.jvm"))).contains("tmpdir=" + directory + "\"");
            assertThat(strings(latchkey, "tmpfs")).anyMatch(mount -> mount.startsWith(directory + ":exec"));
        }

        @Test
        void onlyTheCallersPortIsPublishedAndOnlyOnLoopback() {
            assertThat(strings(latchkey, "ports"))
                    .singleElement()
                    .asString()
                    .startsWith("127.0.0.1:")
                    .endsWith(":8080");
            assertThat(database).doesNotContainKey("ports");
            assertThat(section(section(compose, "networks"), "database")).containsEntry("internal", true);
        }

        @Test
        void settingsOfTheNodeExist() {
            assertThat(section(latchkey, "environment").keySet())
                    .contains(
                            "LATCHKEY_ISSUER",
                            "LATCHKEY_MASTER_KEY_FILE",
                            "LATCHKEY_TRUSTED_PROXIES",
                            "QUARKUS_DATASOURCE_JDBC_URL")
                    .allSatisfy(name -> assertThat(name)
                            .matches(known -> documentedVariables().contains(known)
                                    || Set.of(
                                                    "QUARKUS_DATASOURCE_JDBC_URL",
                                                    "QUARKUS_DATASOURCE_USERNAME",
                                                    "QUARKUS_MAILER_FROM",
                                                    "QUARKUS_MAILER_HOST",
                                                    "QUARKUS_MAILER_USERNAME",
                                                    "QUARKUS_CONFIG_LOCATIONS")
                                            .contains(known)));
        }

        @Test
        void secretsAreFilesThatAreDeclaredAndIgnoredByGit() {
            assertThat(section(compose, "secrets").keySet())
                    .containsExactlyInAnyOrderElementsOf(Stream.of(latchkey, database)
                            .flatMap(service -> strings(service, "secrets").stream())
                            .collect(Collectors.toSet()));
            assertThat(section(compose, "secrets"))
                    .allSatisfy((name, secret) -> assertThat(secret).isEqualTo(Map.of("file", "secrets/" + name)));
            assertThat(read(Path.of(".gitignore")).lines()).contains("deploy/compose/secrets/", ".env");
        }

        @Test
        void nothingSecretStandsInAnEnvironment() {
            assertThat(List.of(latchkey, database))
                    .flatExtracting(service -> section(service, "environment").entrySet())
                    .filteredOn(entry -> entry.getKey().matches(".*_(PASSWORD|KEY|SECRET|LOCATIONS)(_FILE)?"))
                    .isNotEmpty()
                    .allSatisfy(entry -> assertThat(entry.getValue().toString()).startsWith("/run/secrets/"));
        }

        @Test
        void filesMountedAsSecretsAreTheOnesNamed() {
            assertThat(List.of(latchkey, database))
                    .allSatisfy(service -> assertThat(section(service, "environment").values().stream()
                                    .map(Object::toString)
                                    .filter(value -> value.startsWith("/run/secrets/")))
                            .containsExactlyInAnyOrderElementsOf(strings(service, "secrets").stream()
                                    .map("/run/secrets/"::concat)
                                    .toList()));
        }

        @Test
        void exampleOfVariablesNamesExactlyThoseUsed() {
            Set<String> used = matches(INTERPOLATED, read(DEPLOY.resolve("compose/compose.yaml")), 1);

            assertThat(read(DEPLOY.resolve("compose/.env.example"))
                            .lines()
                            .filter(line -> line.matches("#?[A-Z_]+=.*"))
                            .map(line -> line.replaceAll("^#|=.*", "")))
                    .containsExactlyInAnyOrderElementsOf(used);
        }

        /** Whoever copies the example must not end with one budget for everybody. */
        @Test
        void exampleTrustsTheProxyThatItAsksFor() {
            assertThat(read(DEPLOY.resolve("compose/.env.example")).lines())
                    .anyMatch(line -> line.startsWith("LATCHKEY_TRUSTED_PROXIES="));
            assertThat(read(DEPLOY.resolve("README.md")))
                    .contains("| `LATCHKEY_TRUSTED_PROXIES` | `.env` |", "X-Forwarded-For");
        }

        @Test
        void imageIsBuiltFromFileThatExists() {
            Map<String, Object> build = section(latchkey, "build");

            assertThat(DEPLOY.resolve("compose")
                            .resolve(string(build, "context"))
                            .resolve(string(build, "dockerfile")))
                    .isRegularFile();
        }
    }

    @Nested
    class Containerfiles {

        @ParameterizedTest
        @ValueSource(strings = {"jvm", "native"})
        void runAsNobodyWithHealthCheck(String variant) {
            List<String> lastStage = lastStage(variant);

            assertThat(argument(lastStage, "USER")).matches("[1-9][0-9]*:[1-9][0-9]*");
            assertThat(argument(lastStage, "EXPOSE")).isEqualTo("8080 9000");
            assertThat(argument(lastStage, "HEALTHCHECK")).endsWith("CMD [\"/usr/local/bin/healthy\"]");
            assertThat(argument(lastStage, "ENTRYPOINT")).startsWith("[\"").contains("/opt/latchkey/");
        }

        @ParameterizedTest
        @ValueSource(strings = {"jvm", "native"})
        void takeFixedBaseByItsPublicName(String variant) {
            List<String> instructions = instructions(variant);

            assertThat(argument(instructions, "ARG")).matches("BASE=docker\\.io/library/[a-z-]+:[0-9]+\\.[0-9a-z_.-]+");
            assertThat(instructions)
                    .filteredOn(line -> line.startsWith("FROM "))
                    .allMatch(line -> line.startsWith("FROM ${BASE}"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"jvm", "native"})
        void copyOnlyWhatIsBuiltOrStandsHere(String variant) {
            assertThat(instructions(variant))
                    .filteredOn(line -> line.startsWith("COPY ") && !line.contains("--from="))
                    .isNotEmpty()
                    .allSatisfy(line -> {
                        String source =
                                line.replaceFirst("^COPY (--\\S+ )*", "").split(" ", 2)[0];
                        assertThat(source)
                                .matches(path -> path.startsWith("target/") || Files.isRegularFile(Path.of(path)));
                    });
        }

        @Test
        @DisplayName("the health check is executable and asks the management port")
        void healthCheckIsExecutable() {
            Path script = DEPLOY.resolve("container/healthy");

            assertThat(script).isExecutable();
            assertThat(read(script)).startsWith("#!/bin/bash\n").contains("9000", "/q/health/live");
        }

        private List<String> lastStage(String variant) {
            List<String> all = instructions(variant);
            int from = 0;
            for (int i = 0; i < all.size(); i++) {
                from = all.get(i).startsWith("FROM ") ? i : from;
            }
            return all.subList(from, all.size());
        }

        private List<String> instructions(String variant) {
            return read(DEPLOY.resolve("container/Containerfile." + variant))
                    .replace("\\\n", "")
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        }

        private String argument(List<String> instructions, String name) {
            List<String> found = instructions.stream()
                    .filter(line -> line.startsWith(name + " "))
                    .toList();
            assertThat(found).as(name).hasSize(1);
            return found.get(0).substring(name.length() + 1);
        }
    }

    @Test
    void everyVariableAnywhereIsDocumentedSetting() {
        assertThat(files())
                .allSatisfy(file -> assertThat(matches(VARIABLE, read(file), 0))
                        .as("variables in %s", file)
                        .isSubsetOf(documentedVariables()));
    }

    @Test
    void guideNamesEveryFileAndNoOther() {
        String guide = read(DEPLOY.resolve("README.md"));

        assertThat(files().stream()
                        .map(file -> DEPLOY.relativize(file).toString())
                        .filter(name -> !name.equals("README.md")))
                .containsExactlyInAnyOrderElementsOf(
                        matches(Pattern.compile("^\\| `([a-z]+/[^`]+)` \\|", Pattern.MULTILINE), guide, 1));
    }

    @Test
    void noFileHoldsSecret() {
        assertThat(files())
                .allSatisfy(file -> assertThat(read(file)
                                .lines()
                                .filter(line -> !VARIABLE.matcher(line).find())
                                .filter(line -> SECRET.matcher(line).find()))
                        .as("long words in %s", file)
                        .isEmpty());
    }

    private static Set<String> documentedVariables() {
        Set<String> settings = matches(SETTING, read(Path.of("README.md")), 1);
        settings.addAll(matches(SETTING, read(Path.of("src", "docs", "settings.md")), 1));
        assertThat(settings).as("documented settings").contains("latchkey.issuer", "latchkey.password.memory");
        return settings.stream()
                .map(name -> name.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> matches(Pattern pattern, String text, int group) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult result) -> result.group(group))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What is under version control: secrets and a filled-in {@code .env} are not. */
    private static List<Path> files() {
        try (Stream<Path> paths = Files.walk(DEPLOY)) {
            return paths.filter(Files::isRegularFile)
                    .filter(path -> !path.endsWith(".env") && !path.startsWith(DEPLOY.resolve("compose/secrets")))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> yaml(Path file) {
        LoaderOptions strict = new LoaderOptions();
        strict.setAllowDuplicateKeys(false);
        return (Map<String, Object>) new Yaml(new SafeConstructor(strict)).load(read(file));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> section(Map<String, Object> parent, String name) {
        assertThat(parent).containsKey(name);
        return (Map<String, Object>) requireNonNull(parent.get(name), name);
    }

    @SuppressWarnings("unchecked")
    private static List<String> strings(Map<String, Object> parent, String name) {
        assertThat(parent).containsKey(name);
        return (List<String>) requireNonNull(parent.get(name), name);
    }

    private static String string(Map<String, Object> parent, String name) {
        return (String) requireNonNull(parent.get(name), name);
    }
}
