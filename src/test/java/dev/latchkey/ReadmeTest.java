package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.latchkey.problem.ProblemType;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The tables of the README say what the code says. */
class ReadmeTest {

    private static final Pattern ROW = Pattern.compile("\\| `([^`]+)` \\| ([^|]*) \\| .+ \\|");

    @Test
    void readmeStaysShort() throws IOException {
        assertThat(Files.readAllLines(Path.of("README.md"))).hasSizeLessThanOrEqualTo(200);
    }

    @Test
    void settingsAreThoseOfTheCode() throws IOException {
        Map<String, String> documented = table("settings");
        Map<String, String> declared = new TreeMap<>();
        JavaClasses code = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("dev.latchkey");
        code.stream()
                .filter(type -> type.isAnnotatedWith(ConfigMapping.class))
                .map(JavaClass::reflect)
                .forEach(type -> collect(type.getAnnotation(ConfigMapping.class).prefix(), type, declared));

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

        assertThat(table("problems")).isEqualTo(catalogue);
    }

    private static void collect(String prefix, Class<?> type, Map<String, String> into) {
        for (Method method : type.getMethods()) {
            WithName named = method.getAnnotation(WithName.class);
            String name = prefix + "." + (named == null ? kebab(method.getName()) : named.value());
            WithDefault byDefault = method.getAnnotation(WithDefault.class);
            if (method.getReturnType().getPackageName().startsWith("dev.latchkey")
                    && method.getReturnType().isInterface()) {
                collect(name, method.getReturnType(), into);
            } else {
                // an expression is told in words
                into.put(name, byDefault == null || byDefault.value().startsWith("${") ? "" : byDefault.value());
            }
        }
    }

    private static String kebab(String name) {
        return name.replaceAll("([a-z])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }

    /** First column to second column of the table between two markers. */
    private static Map<String, String> table(String name) throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        String part = readme.substring(readme.indexOf("<!-- " + name), readme.indexOf("<!-- /" + name));
        Map<String, String> rows = new TreeMap<>();
        Matcher matcher = ROW.matcher(part);
        while (matcher.find()) {
            rows.put(matcher.group(1), matcher.group(2).strip());
        }
        return rows;
    }
}
