package dev.latchkey;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.lang.reflect.Method;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The settings that the code declares. */
public final class DeclaredSettings {

    private DeclaredSettings() {}

    /** Names, and defaults where there is a plain one; an empty text otherwise. */
    public static Map<String, String> withDefaults() {
        Map<String, String> declared = new TreeMap<>();
        new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("dev.latchkey").stream()
                        .filter(type -> type.isAnnotatedWith(ConfigMapping.class))
                        .map(JavaClass::reflect)
                        .forEach(type ->
                                collect(type.getAnnotation(ConfigMapping.class).prefix(), type, declared));
        return declared;
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
}
