package dev.latchkey.throttle;

import dev.latchkey.support.HmacSha256;
import dev.latchkey.support.Ids;
import dev.latchkey.support.PurposeKeys;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Knows devices again that signed in to an account before, so that nobody can keep its owner out by guessing (standards T-03). Nothing
 * is stored: the device holds {@code lkd_} + base64url(device id 16 ‖ one entry for each of its accounts), an entry being (version 1 byte,
 * naming the master key ‖ day 2 ‖ tag 16), and the tag HMAC-SHA-256(key, device id ‖ day ‖ user id ‖ security version). It names no account
 * to who reads it, signs nobody in, and is worthless for an account whose password was replaced since: a thief who once knew the
 * password, or stole the device, has no budget left of their own.
 */
@ApplicationScoped
public class KnownDevices {

    /** So that the token stays small; a sixth account takes the place of the oldest. */
    static final int MOST_ACCOUNTS = 5;

    private static final String PURPOSE = "known-device";
    private static final String PREFIX = "lkd_";
    private static final int ID_BYTES = 16;
    private static final int TAG_BYTES = 16;
    private static final int ENTRY_BYTES = 1 + Short.BYTES + TAG_BYTES;

    private final PurposeKeys keys;
    private final Ids ids;
    private final ThrottleConfig config;
    private final Clock clock;

    KnownDevices(PurposeKeys keys, Ids ids, ThrottleConfig config, Clock clock) {
        this.keys = keys;
        this.ids = ids;
        this.config = config;
        this.clock = clock;
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Entry(int masterKeyId, int day, byte[] tag) {}

    private record Token(UUID deviceId, List<Entry> entries) {}

    /** The device, if it signed in to the account since the password was last replaced, and not too long ago. */
    public Optional<UUID> recognise(@Nullable String token, UUID userId, int securityVersion) {
        return parse(token)
                .filter(known -> known.entries().stream()
                        .anyMatch(entry -> isLive(entry) && isOf(known.deviceId(), entry, userId, securityVersion)))
                .map(Token::deviceId);
    }

    /**
     * What a device that has just signed in to the account is to present from now on.
     *
     * @param presented what it presented until now; its other accounts stay
     */
    public String remember(@Nullable String presented, UUID userId, int securityVersion) {
        Token known = parse(presented).orElseGet(() -> new Token(ids.next(), List.of()));
        UUID deviceId = known.deviceId();
        int day = today();
        List<Entry> entries = new ArrayList<>();
        entries.add(new Entry(keys.primaryId(), day, tag(keys.primaryId(), deviceId, day, userId, securityVersion)));
        known.entries().stream()
                .filter(entry -> isLive(entry) && !isOf(deviceId, entry, userId, securityVersion))
                .limit(MOST_ACCOUNTS - 1L)
                .forEach(entries::add);
        return format(new Token(deviceId, entries));
    }

    private boolean isLive(Entry entry) {
        int age = today() - entry.day();
        return age >= 0 && age < config.deviceTtl().toDays() && keys.ids().contains(entry.masterKeyId());
    }

    private boolean isOf(UUID deviceId, Entry entry, UUID userId, int securityVersion) {
        return MessageDigest.isEqual(
                entry.tag(), tag(entry.masterKeyId(), deviceId, entry.day(), userId, securityVersion));
    }

    private byte[] tag(int masterKeyId, UUID deviceId, int day, UUID userId, int securityVersion) {
        ByteBuffer message = ByteBuffer.allocate(ID_BYTES + Integer.BYTES + ID_BYTES + Integer.BYTES);
        put(message, deviceId).putInt(day);
        put(message, userId).putInt(securityVersion);
        return Arrays.copyOf(HmacSha256.of(keys.key(masterKeyId, PURPOSE), message.array()), TAG_BYTES);
    }

    /** Days since 1970, which two bytes hold until the year 2149. */
    private int today() {
        return (int) (clock.instant().getEpochSecond() / Duration.ofDays(1).toSeconds()) & 0xffff;
    }

    private static String format(Token token) {
        ByteBuffer bytes =
                ByteBuffer.allocate(ID_BYTES + ENTRY_BYTES * token.entries().size());
        put(bytes, token.deviceId());
        token.entries()
                .forEach(entry -> bytes.put((byte) entry.masterKeyId())
                        .putShort((short) entry.day())
                        .put(entry.tag()));
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    private static Optional<Token> parse(@Nullable String text) {
        if (text == null || !text.startsWith(PREFIX)) {
            return Optional.empty();
        }
        byte[] decoded;
        try {
            decoded = Base64.getUrlDecoder().decode(text.substring(PREFIX.length()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        int forEntries = decoded.length - ID_BYTES;
        if (forEntries <= 0 || forEntries % ENTRY_BYTES != 0 || forEntries / ENTRY_BYTES > MOST_ACCOUNTS) {
            return Optional.empty();
        }
        ByteBuffer bytes = ByteBuffer.wrap(decoded);
        UUID deviceId = new UUID(bytes.getLong(), bytes.getLong());
        List<Entry> entries = new ArrayList<>();
        while (bytes.hasRemaining()) {
            int masterKeyId = bytes.get() & 0xff;
            int day = bytes.getShort() & 0xffff;
            byte[] tag = new byte[TAG_BYTES];
            bytes.get(tag);
            entries.add(new Entry(masterKeyId, day, tag));
        }
        return Optional.of(new Token(deviceId, entries));
    }

    private static ByteBuffer put(ByteBuffer bytes, UUID id) {
        return bytes.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    }
}
