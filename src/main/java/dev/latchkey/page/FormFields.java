package dev.latchkey.page;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads what a browser sends of a form. What cannot be decoded counts as not sent. */
final class FormFields {

    private static final Pattern AND = Pattern.compile("&");

    private FormFields() {}

    /** The first field of that name. */
    static Optional<String> field(@Nullable String form, String name) {
        return Stream.of(form == null ? "" : form)
                .flatMap(AND::splitAsStream)
                .filter(field -> field.startsWith(name + "="))
                .findFirst()
                .flatMap(field -> decode(field.substring(name.length() + 1)));
    }

    private static Optional<String> decode(String text) {
        try {
            return Optional.of(URLDecoder.decode(text, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
