package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.latchkey.session.EndReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The table of what ends a session: every reason and its tests, and no test that is gone. */
class SessionsDocTest {

    private static final Pattern ROW =
            Pattern.compile("\\| .+ \\| .+ \\| (`[a-z_]+`(?:, `[a-z_]+`)*) \\| `(\\w+)` \\|");

    @Test
    void everyReasonStandsInTheTableWithItsTest() throws IOException {
        List<String> rows = Files.readAllLines(Path.of("src/docs/sessions.md")).stream()
                .filter(ROW.asMatchPredicate())
                .toList();

        assertThat(rows.stream()
                        .flatMap(row -> Arrays.stream(cell(row, 1).split(",", -1)))
                        .map(reason -> reason.strip().replace("`", ""))
                        .collect(Collectors.toSet()))
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(EndReason.values()).map(EndReason::code).toList());
        assertThat(rows.stream().map(row -> cell(row, 2))).containsExactlyInAnyOrderElementsOf(tests());
    }

    private static String cell(String row, int group) {
        var matcher = ROW.matcher(row);
        return matcher.matches() ? matcher.group(group) : "";
    }

    private static Set<String> tests() {
        return new ClassFileImporter()
                .withImportOption(new ImportOption.OnlyIncludeTests()).importPackages("dev.latchkey.signin").stream()
                        .filter(type -> type.getSimpleName().matches("SessionEnd(By[A-Z][a-z]+)?Test"))
                        .flatMap(type -> type.getMethods().stream())
                        .filter(method -> method.isAnnotatedWith(Test.class))
                        .map(JavaMethod::getName)
                        .collect(Collectors.toSet());
    }
}
