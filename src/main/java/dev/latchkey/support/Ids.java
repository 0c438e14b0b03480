package dev.latchkey.support;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.UUID;

/** Makes row ids. They are public handles and never a secret. */
@ApplicationScoped
public class Ids {

    private final Clock clock;
    private final Randomness randomness;

    Ids(Clock clock, Randomness randomness) {
        this.clock = clock;
        this.randomness = randomness;
    }

    /** A version 7 UUID (RFC 9562 §5.7): milliseconds first, so that new rows land at the end of the primary key's index. */
    public UUID next() {
        ByteBuffer random = ByteBuffer.wrap(randomness.bytes(10));
        long high = (clock.millis() << 16) | 0x7000 | (random.getShort() & 0x0fff);
        long low = 0x8000_0000_0000_0000L | (random.getLong() & 0x3fff_ffff_ffff_ffffL);
        return new UUID(high, low);
    }
}
