package dev.latchkey.admin;

import dev.latchkey.problem.ProblemException;
import dev.latchkey.problem.ProblemType;
import java.time.DateTimeException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the parameters of lists, each in one way only; what cannot be read is 400 {@code invalid-request}, and says what could. */
final class QueryParameters {

    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 200;

    private QueryParameters() {}

    /** A filter that is misspelt or given twice must not silently show more, or something else, than was asked for. */
    static void requireKnownOnce(Map<String, List<String>> given, Set<String> known) {
        given.forEach((name, values) -> {
            if (!known.contains(name)) {
                throw new ProblemException(ProblemType.INVALID_REQUEST, "There is a parameter that is not known.")
                        .with("known_parameters", known.stream().sorted().toList());
            }
            if (values.size() > 1) {
                throw invalid(name, "given once");
            }
        });
    }

    /** @param reader throws an {@link IllegalArgumentException} or a {@link DateTimeException} for what it cannot read */
    static <T> Optional<T> read(String parameter, @Nullable String text, String expected, Function<String, T> reader) {
        try {
            return Optional.ofNullable(text).map(reader);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw invalid(parameter, expected);
        }
    }

    static <T> Optional<T> oneOf(String parameter, @Nullable String text, T[] values, Function<T, String> code) {
        String expected = Stream.of(values).map(code).collect(Collectors.joining(", ", "one of ", ""));
        return read(
                parameter,
                text,
                expected,
                wanted -> Stream.of(values)
                        .filter(value -> code.apply(value).equals(wanted))
                        .findFirst()
                        .orElseThrow(IllegalArgumentException::new));
    }

    static Optional<Boolean> flag(String parameter, @Nullable String text) {
        return oneOf(parameter, text, new Boolean[] {true, false}, value -> Boolean.toString(value));
    }

    /** How many a page has: {@code limit}, 1 to 200, and 50 if it is not given. */
    static int pageSize(@Nullable String limit) {
        return read("limit", limit, "1 to " + MAX_LIMIT, QueryParameters::size).orElse(DEFAULT_LIMIT);
    }

    /** The id of the last row of the page before. */
    static Optional<UUID> position(@Nullable String cursor) {
        return read("cursor", cursor, "one that was given out", QueryParameters::uuid);
    }

    static UUID uuid(String text) {
        UUID id = UUID.fromString(text);
        // it also takes abbreviations
        if (text.length() != id.toString().length()) {
            throw new IllegalArgumentException();
        }
        return id;
    }

    private static int size(String text) {
        int size = Integer.parseInt(text);
        if (size < 1 || size > MAX_LIMIT) {
            throw new IllegalArgumentException();
        }
        return size;
    }

    private static ProblemException invalid(String parameter, String expected) {
        return new ProblemException(ProblemType.INVALID_REQUEST, "A parameter is not as it has to be.")
                .with("errors", List.of(Map.of("member", parameter, "message", "must be " + expected)));
    }
}
