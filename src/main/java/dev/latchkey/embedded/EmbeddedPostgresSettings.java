package dev.latchkey.embedded;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigValue;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What {@code latchkey.embedded-postgres.*} says. It is read by hand, as no {@code @ConfigMapping} exists while sources
 * are collected.
 *
 * @param dataDirectory {@code .data-dir}, absolute: where the data is, by default {@code .latchkey/postgres} below the
 *     working directory; in the profile {@code test} by default {@code target/embedded-postgres/<process id>}
 * @param port {@code .port}: 0, the default, takes a free one
 * @param temporary whether the data vanishes with the process: in the profile {@code test} unless {@code .data-dir} is
 *     set
 */
record EmbeddedPostgresSettings(Path dataDirectory, int port, boolean temporary) {

    static final String JDBC_URL = "quarkus.datasource.jdbc.url";

    private static final String PREFIX = "latchkey.embedded-postgres.";

    /**
     * The settings, or empty when no server is wanted: another source configures a JDBC URL (whatever {@code .enabled}
     * says), or {@code .enabled} is false, or it is unset and the profile is neither {@code dev} nor {@code test}.
     */
    static Optional<EmbeddedPostgresSettings> read(ConfigSourceContext context) {
        boolean test = context.getProfiles().contains("test");
        boolean enabled = find(context, PREFIX + "enabled")
                .map(EmbeddedPostgresSettings::parseEnabled)
                .orElse(test || context.getProfiles().contains("dev"));
        if (!enabled || find(context, JDBC_URL).isPresent()) {
            return Optional.empty();
        }
        Optional<String> dataDirectory = find(context, PREFIX + "data-dir");
        boolean temporary = test && dataDirectory.isEmpty();
        String byDefault = temporary
                ? "target/embedded-postgres/" + ProcessHandle.current().pid()
                : ".latchkey/postgres";
        return Optional.of(new EmbeddedPostgresSettings(
                Path.of(dataDirectory.orElse(byDefault)).toAbsolutePath().normalize(),
                find(context, PREFIX + "port")
                        .map(EmbeddedPostgresSettings::parsePort)
                        .orElse(0),
                temporary));
    }

    private static boolean parseEnabled(String value) {
        return switch (value) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(PREFIX + "enabled must be true or false, not " + value);
        };
    }

    private static int parsePort(String value) {
        if (!value.matches("[0-9]{1,5}") || Integer.parseInt(value) > 65_535) {
            throw new IllegalArgumentException(PREFIX + "port must be between 0 and 65535, not " + value);
        }
        return Integer.parseInt(value);
    }

    private static Optional<String> find(ConfigSourceContext context, String name) {
        return Optional.ofNullable(context.getValue(name))
                .map(ConfigValue::getValue)
                .map(String::strip)
                .filter(value -> !value.isEmpty());
    }
}
