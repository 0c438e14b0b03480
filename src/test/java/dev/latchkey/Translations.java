package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.qute.i18n.Message;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The words of a bundle of messages, as its source has them. */
public final class Translations {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\w*}");

    private Translations() {}

    /** By key; English is in the bundle itself, the others are files. */
    public static Map<String, String> words(Class<?> bundle, String name, String language) throws IOException {
        return language.equals("en") ? english(bundle) : read(name, language);
    }

    /** Every message, none besides, with the same placeholders and other words. */
    public static void assertComplete(Class<?> bundle, String name, String language) throws IOException {
        Map<String, String> english = english(bundle);
        Map<String, String> translated = read(name, language);

        assertThat(translated.keySet()).isEqualTo(english.keySet());
        english.forEach((key, text) -> assertThat(translated.get(key))
                .as(key)
                .isNotBlank()
                .isNotEqualTo(text)
                .satisfies(it -> assertThat(placeholders(it)).isEqualTo(placeholders(text))));
    }

    private static Map<String, String> english(Class<?> bundle) {
        return Arrays.stream(bundle.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(Message.class))
                .collect(Collectors.toMap(
                        method -> method.getName(),
                        method -> method.getAnnotation(Message.class).value()));
    }

    private static Map<String, String> read(String name, String language) throws IOException {
        Path file = Path.of("src/main/resources/messages/" + name + "_" + language + ".properties");
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        }
        Map<String, String> messages = new TreeMap<>();
        properties.forEach((key, value) -> messages.put(key.toString(), value.toString()));
        return messages;
    }

    private static Set<String> placeholders(String text) {
        return PLACEHOLDER
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
