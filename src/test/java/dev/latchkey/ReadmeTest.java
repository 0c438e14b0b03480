package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.problem.ProblemType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The tables of the README, and of the page its settings go on in, say what the code says. */
class ReadmeTest {

    private static final Path README = Path.of("README.md");
    private static final Path SETTINGS = Path.of("src", "docs", "settings.md");
    private static final Pattern ROW = Pattern.compile("\\| `([^`]+)` \\| ([^|]*) \\| .+ \\|");

    @Test
    void readmeStaysShort() throws IOException {
        assertThat(Files.readAllLines(README)).hasSizeLessThanOrEqualTo(200);
    }

    @Test
    void settingsAreThoseOfTheCode() throws IOException {
        Map<String, String> documented = table(README, "settings");
        Map<String, String> seldomChanged = table(SETTINGS, "settings");
        Map<String, String> declared = DeclaredSettings.withDefaults();

        assertThat(documented.keySet()).doesNotContainAnyElementsOf(seldomChanged.keySet());
        documented.putAll(seldomChanged);
        assertThat(documented.keySet()).isEqualTo(declared.keySet());
        declared.forEach((name, value) -> {
            if (!value.isEmpty()) {
                assertThat(documented.get(name)).as(name).isEqualTo("`" + value + "`");
            }
        });
    }

    @Test
    void problemsAreThoseOfTheCode() throws IOException {
        Map<String, String> catalogue = Arrays.stream(ProblemType.values())
                .collect(Collectors.toMap(ProblemType::code, type -> Integer.toString(type.status())));

        assertThat(table(README, "problems")).isEqualTo(catalogue);
    }

    /** First column to second column of the table between two markers. */
    private static Map<String, String> table(Path page, String name) throws IOException {
        String text = Files.readString(page);
        String part = text.substring(text.indexOf("<!-- " + name), text.indexOf("<!-- /" + name));
        Map<String, String> rows = new TreeMap<>();
        Matcher matcher = ROW.matcher(part);
        while (matcher.find()) {
            rows.put(matcher.group(1), matcher.group(2).strip());
        }
        return rows;
    }
}
