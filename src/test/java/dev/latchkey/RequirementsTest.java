package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.annotation.Testable;

/**
 * The table of requirements names the tests that prove each, and this test keeps it so: the last column is made from {@link
 * Requirement}. {@code -Dwrite-docs=true} writes it.
 */
class RequirementsTest {

    private static final Path TABLE = Path.of("src/docs/requirements.md");
    private static final Pattern ROW = Pattern.compile("(\\| ([A-Z]-\\d\\d) \\| (\\w+) \\| .+ \\| .+ \\|) (.*) \\|");
    private static final String NOT_YET = "not yet: ";
    private static final JavaClasses TESTS = new ClassFileImporter()
            .withImportOption(new ImportOption.OnlyIncludeTests())
            .importPackages("dev.latchkey");

    @Test
    void tableNamesTheTests() throws IOException {
        Map<String, Set<String>> proofs = proofs();
        List<String> lines = Files.readAllLines(TABLE);
        List<String> wanted =
                lines.stream().map(line -> withTests(line, proofs)).toList();

        if (Boolean.getBoolean("write-docs")) {
            Files.write(TABLE, wanted);
            return;
        }
        assertThat(lines)
                .as(
                        "%s differs from what the tests say; ./mvnw test -Dtest=%s -Dwrite-docs=true writes it",
                        TABLE, getClass().getSimpleName())
                .isEqualTo(wanted);
    }

    @Test
    void testsNameKnownRequirements() throws IOException {
        assertThat(rows().keySet()).as("ids in %s", TABLE).containsAll(proofs().keySet());
    }

    /**
     * Sessions, cookies, refresh and access tokens, their keys and revocation, passwords, throttling and the trail are what the service is
     * for: whatever must hold there is proved, or the table says why not.
     */
    @Test
    void whatMustHoldIsProvedOrExcused() throws IOException {
        assertThat(rows().values())
                .filteredOn(
                        row -> row.id().matches("[SCRPTLAKV]-.*") && row.level().equals("must"))
                .hasSizeGreaterThan(110)
                .allMatch(row -> row.tests().matches("`.+`") || row.tests().startsWith(NOT_YET));
    }

    @Test
    void onlyTestsProve() {
        assertThat(TESTS.stream()
                        .flatMap(type -> type.getMethods().stream())
                        .filter(method -> method.isAnnotatedWith(Requirement.class)))
                .allMatch(RequirementsTest::isTest);
        assertThat(TESTS.stream().filter(type -> type.isAnnotatedWith(Requirement.class)))
                .allMatch(type -> TESTS.stream()
                        .filter(nested -> nested.getName().startsWith(type.getName()))
                        .flatMap(nested -> nested.getMethods().stream())
                        .anyMatch(RequirementsTest::isTest));
    }

    private record Row(String start, String id, String level, String tests) {}

    private static Map<String, Row> rows() throws IOException {
        return Files.readAllLines(TABLE).stream()
                .map(ROW::matcher)
                .filter(Matcher::matches)
                .map(row -> new Row(row.group(1), row.group(2), row.group(3), row.group(4)))
                .collect(Collectors.toMap(Row::id, row -> row));
    }

    private static String withTests(String line, Map<String, Set<String>> proofs) {
        Matcher row = ROW.matcher(line);
        if (!row.matches()) {
            return line;
        }
        Set<String> tests = proofs.getOrDefault(row.group(2), Set.of());
        String cell = tests.isEmpty() && row.group(4).startsWith(NOT_YET)
                ? row.group(4)
                : tests.stream().map(test -> "`" + test + "`").collect(Collectors.joining(", "));
        return row.group(1) + " " + (cell.isEmpty() ? "–" : cell) + " |";
    }

    /** Requirement to tests, as {@code Class#method}; the class alone where no method of it says so itself. */
    private static Map<String, Set<String>> proofs() {
        Map<String, Set<String>> proofs = new TreeMap<>();
        for (JavaClass type : TESTS) {
            for (JavaMethod method : type.getMethods()) {
                method.tryGetAnnotationOfType(Requirement.class)
                        .ifPresent(named -> add(proofs, named, name(type) + "#" + method.getName()));
            }
            type.tryGetAnnotationOfType(Requirement.class).ifPresent(named -> add(proofs, named, name(type)));
        }
        return proofs;
    }

    private static void add(Map<String, Set<String>> proofs, Requirement named, String test) {
        for (String id : named.value()) {
            proofs.computeIfAbsent(id, unknown -> new TreeSet<>()).add(test);
        }
    }

    private static String name(JavaClass type) {
        return type.getName().substring(type.getPackageName().length() + 1).replace('$', '.');
    }

    private static boolean isTest(JavaMethod method) {
        return method.isAnnotatedWith(Testable.class) || method.isMetaAnnotatedWith(Testable.class);
    }
}
