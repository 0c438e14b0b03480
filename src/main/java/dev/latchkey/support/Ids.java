package dev.latchkey.support;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoField;
import java.util.UUID;

/** Makes row ids. They are public handles and never a secret. */
@ApplicationScoped
public class Ids {

    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private final Clock clock;
    private final Randomness randomness;

    Ids(Clock clock, Randomness randomness) {
        this.clock = clock;
        this.randomness = randomness;
    }

    /** A version 7 UUID (RFC 9562 §5.7) of this moment, so that new rows land at the end of the primary key's index. */
    public UUID next() {
        return at(clock.instant());
    }

    /** A version 7 UUID of a given moment: ids sort as their moments do, to the microsecond. */
    public UUID at(Instant moment) {
        long random = ByteBuffer.wrap(randomness.bytes(Long.BYTES)).getLong();
        return new UUID(high(moment), VARIANT | (random & 0x3fff_ffff_ffff_ffffL));
    }

    /** The least id that {@link #at} can give for a moment: it parts what came before from what came then or later. */
    public static UUID lowestAt(Instant moment) {
        return new UUID(high(moment.isBefore(Instant.EPOCH) ? Instant.EPOCH : moment), VARIANT);
    }

    /** Milliseconds, then microseconds in the place of random bits (RFC 9562 §6.2, method 3). */
    private static long high(Instant moment) {
        long microseconds = moment.get(ChronoField.MICRO_OF_SECOND) % 1_000;
        return (moment.toEpochMilli() << 16) | 0x7000 | (microseconds * 4096 / 1000);
    }
}
