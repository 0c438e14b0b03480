package dev.latchkey.token;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Takes claims out of a token whose signature is good, each of exactly the type it has to have (standards A-08). */
final class ClaimReader {

    /** The end of year 9999: beyond it a number is no date. */
    private static final long LAST_SECOND = 253_402_300_799L;

    private final Map<String, Object> claims;

    ClaimReader(Map<String, Object> claims) {
        this.claims = claims;
    }

    String string(String name) throws InvalidTokenException {
        return optionalString(name).orElseThrow(() -> new InvalidTokenException(name + " is missing"));
    }

    Optional<String> optionalString(String name) throws InvalidTokenException {
        if (!claims.containsKey(name)) {
            return Optional.empty();
        }
        if (claims.get(name) instanceof String value && !value.isEmpty()) {
            return Optional.of(value);
        }
        throw new InvalidTokenException(name + " is not a string");
    }

    Optional<UUID> optionalUuid(String name) throws InvalidTokenException {
        Optional<String> text = optionalString(name);
        try {
            Optional<UUID> id = text.map(UUID::fromString);
            // fromString also takes shortened groups
            if (id.map(UUID::toString).equals(text)) {
                return id;
            }
        } catch (IllegalArgumentException e) {
            // the same refusal
        }
        throw new InvalidTokenException(name + " is not a UUID");
    }

    Instant instant(String name) throws InvalidTokenException {
        return optionalInstant(name).orElseThrow(() -> new InvalidTokenException(name + " is missing"));
    }

    /** Whole seconds only: what we issue has nothing else, and a fraction would be read differently by different parsers. */
    Optional<Instant> optionalInstant(String name) throws InvalidTokenException {
        if (!claims.containsKey(name)) {
            return Optional.empty();
        }
        if (claims.get(name) instanceof Long seconds && seconds >= 0 && seconds <= LAST_SECOND) {
            return Optional.of(Instant.ofEpochSecond(seconds));
        }
        throw new InvalidTokenException(name + " is not a whole number of seconds");
    }

    /** An array of strings; empty if there is none. */
    List<String> strings(String name) throws InvalidTokenException {
        if (!claims.containsKey(name)) {
            return List.of();
        }
        if (!(claims.get(name) instanceof List<?> values)) {
            throw new InvalidTokenException(name + " is not an array");
        }
        List<String> strings = new ArrayList<>(values.size());
        for (Object value : values) {
            if (!(value instanceof String string)) {
                throw new InvalidTokenException(name + " is not an array of strings");
            }
            strings.add(string);
        }
        return List.copyOf(strings);
    }

    /** A string or an array of strings (RFC 7519 §4.1.3). */
    List<String> audience() throws InvalidTokenException {
        return claims.get("aud") instanceof String one ? List.of(one) : strings("aud");
    }
}
