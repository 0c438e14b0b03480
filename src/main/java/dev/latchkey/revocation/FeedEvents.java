package dev.latchkey.revocation;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;

/** Writes what siblings read, see {@code src/docs/revocation-feed.md}. */
final class FeedEvents {

    /** What an event of an entry takes, roughly. */
    static final int TYPICAL_BYTES = 220;

    private FeedEvents() {}

    /** One entry as JSON. */
    static void entry(Buffer to, RevokedToken token) {
        to.appendString("{\"kind\":\"")
                .appendString(token.kind().code())
                .appendString("\",\"token_id\":\"")
                .appendString(new String(JsonStringEncoder.getInstance().quoteAsString(token.tokenId())))
                .appendString("\",\"revoked_at\":\"")
                .appendString(token.revokedAt().toString())
                .appendString("\",\"expires_at\":\"")
                .appendString(token.expiresAt().toString())
                .appendString("\"}");
    }

    /** An entry inside the whole list: without the cursor, which is not reached before the list is complete. */
    static void listed(Buffer to, RevokedToken token) {
        to.appendString("event: revoked\ndata: ");
        entry(to, token);
        to.appendString("\n\n");
    }

    static void revoked(Buffer to, RevokedToken token, Cursor cursor) {
        to.appendString("event: revoked\nid: ").appendString(cursor.toString()).appendString("\ndata: ");
        entry(to, token);
        to.appendString("\n\n");
    }

    /** @param name {@code reset} or {@code resume} */
    static Buffer opening(String name, Cursor cursor) {
        return Buffer.buffer("event: " + name + "\ndata: {\"cursor\":\"" + cursor + "\"}\n\n");
    }

    /** @param name {@code complete} or {@code heartbeat} */
    static Buffer current(String name, Cursor cursor, Instant asOf, Duration age) {
        return Buffer.buffer("event: " + name + "\nid: " + cursor + "\ndata: {" + freshness(asOf, age)
                + ",\"cursor\":\"" + cursor + "\"}\n\n");
    }

    /** The beginning of the whole list as one JSON object. */
    static Buffer list(Cursor cursor, Instant asOf, Duration age) {
        return Buffer.buffer("{\"cursor\":\"" + cursor + "\"," + freshness(asOf, age) + ",\"revoked\":[");
    }

    private static String freshness(Instant asOf, Duration age) {
        return "\"as_of\":\"" + asOf + "\",\"age_ms\":" + age.toMillis();
    }
}
