package dev.latchkey.client;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.latchkey.support.MonotonicClock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * What this node last read of clients. The database is asked for each client every few seconds. While it fails, a client is believed for
 * as long as tokens are judged by a list of the same age: else the services that introspect could not, while others still verify
 * (standards V-06). What is not found is not remembered, so that guesses fill no memory.
 */
final class RememberedClients {

    /** How long another node may still believe a client as it was, while the database answers. */
    static final Duration BELIEVED_FOR = Duration.ofSeconds(5);

    private static final Logger LOG = Logger.getLogger(RememberedClients.class);
    private static final int MAX_REMEMBERED = 1_000;

    private final MonotonicClock clock;
    private final Cache<String, Remembered> remembered;

    /** @param maxStaleness how old what is believed may be while the database fails */
    RememberedClients(MonotonicClock clock, Duration maxStaleness) {
        this.clock = clock;
        this.remembered = Caffeine.newBuilder()
                .maximumSize(MAX_REMEMBERED)
                .expireAfterWrite(maxStaleness.compareTo(BELIEVED_FOR) > 0 ? maxStaleness : BELIEVED_FOR)
                .ticker(clock::nanos)
                .build();
    }

    /** What a secret is compared with, and whose it is. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Credential(byte[] secretHash, RegisteredClient client) {}

    /** @param askedNanos when the database was last asked, whether or not it answered */
    private record Remembered(Credential credential, AtomicLong askedNanos) {}

    /**
     * The client's credential, by the database or from memory.
     *
     * @throws RuntimeException that of the database, which fails and was not asked before or not lately enough
     */
    Optional<Credential> find(String clientId, Supplier<Optional<Credential>> database) {
        Remembered known = remembered.getIfPresent(clientId);
        // of many calls at once, one asks: each that waits for a database that is away holds a thread
        if (known != null && !isToAsk(known.askedNanos())) {
            return Optional.of(known.credential());
        }
        long asked = clock.nanos();
        Optional<Credential> found;
        try {
            found = database.get();
        } catch (RuntimeException e) {
            if (known == null || !known.equals(remembered.getIfPresent(clientId))) {
                throw e;
            }
            LOG.debugf("A client is believed from memory: %s", e);
            return Optional.of(known.credential());
        }
        found.ifPresentOrElse(
                credential -> remembered.put(clientId, new Remembered(credential, new AtomicLong(asked))),
                () -> forget(clientId));
        return found;
    }

    private boolean isToAsk(AtomicLong askedNanos) {
        long now = clock.nanos();
        long asked = askedNanos.get();
        return now - asked >= BELIEVED_FOR.toNanos() && askedNanos.compareAndSet(asked, now);
    }

    void forget(String clientId) {
        remembered.invalidate(clientId);
    }
}
