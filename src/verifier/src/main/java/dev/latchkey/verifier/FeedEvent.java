package dev.latchkey.verifier;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One event of the stream, as text.
 *
 * @param id the cursor from which the stream can be resumed after this event; null if it says none
 */
record FeedEvent(String name, @Nullable String id, String data) {

    private static final int MAX_ID = 256;

    /** That the list was complete {@code age} ago, at {@code asOf} by the database's clock. */
    record Currency(Instant asOf, Duration age) {}

    /** The entry of a {@code revoked}; empty when it is of a kind that only a later version knows. */
    Optional<Revocation> revocation() throws IOException {
        Map<String, String> members = new HashMap<>();
        JsonReader.read(data, json -> name -> {
            switch (name) {
                case "kind", "token_id", "revoked_at", "expires_at" -> members.put(name, json.string());
                default -> json.skip();
            }
        });
        String tokenId = require(members, "token_id");
        if (tokenId.isEmpty() || tokenId.length() > MAX_ID) {
            throw new FeedException("an id of " + tokenId.length() + " characters");
        }
        Instant revokedAt = instant(members, "revoked_at");
        Instant expiresAt = instant(members, "expires_at");
        return TokenKind.of(require(members, "kind")).map(kind -> new Revocation(kind, tokenId, revokedAt, expiresAt));
    }

    /** What a {@code heartbeat} or {@code complete} says. */
    Currency currency() throws IOException {
        Map<String, String> members = new HashMap<>();
        long[] age = {-1};
        JsonReader.read(data, json -> name -> {
            switch (name) {
                case "as_of" -> members.put(name, json.string());
                case "age_ms" -> age[0] = json.number();
                default -> json.skip();
            }
        });
        if (age[0] < 0) {
            throw new FeedException("no age_ms");
        }
        return new Currency(instant(members, "as_of"), Duration.ofMillis(Math.min(age[0], Integer.MAX_VALUE)));
    }

    private static String require(Map<String, String> members, String name) throws FeedException {
        String value = members.get(name);
        if (value == null) {
            throw new FeedException("no " + name);
        }
        return value;
    }

    private static Instant instant(Map<String, String> members, String name) throws FeedException {
        try {
            return Instant.parse(require(members, name));
        } catch (DateTimeException e) {
            throw new FeedException(name + " is no time");
        }
    }
}
