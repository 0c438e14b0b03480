package dev.latchkey.revocation;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.UUID;

/**
 * A token's id in 16 bytes instead of a string: a UUID for a session, canonical base64url of 128 bits for a token. What has another
 * form stays a string, so that packing is exact and can be undone.
 */
class PackedId {

    private static final int UUID_LENGTH = 36;
    private static final int BASE64_LENGTH = 22;
    private static final String BASE64URL = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    private static final byte[] BASE64_VALUE = new byte[128];

    static {
        for (int i = 0; i < BASE64_VALUE.length; i++) {
            BASE64_VALUE[i] = (byte) BASE64URL.indexOf(i);
        }
    }

    private final long high;
    private final long low;

    PackedId(long high, long low) {
        this.high = high;
        this.low = low;
    }

    PackedId(PackedId id) {
        this(id.high, id.low);
    }

    /** The key of an id among those of its kind: a {@link PackedId} when it can be packed, otherwise the id itself. */
    static Object keyOf(TokenKind kind, String tokenId) {
        return switch (kind) {
            case SID -> packUuid(tokenId);
            case JTI -> packBase64(tokenId);
            case KID -> tokenId;
        };
    }

    /** Undoes {@link #keyOf}. */
    static String tokenId(TokenKind kind, Object key) {
        if (!(key instanceof PackedId packed)) {
            return (String) key;
        }
        if (kind == TokenKind.SID) {
            return new UUID(packed.high, packed.low).toString();
        }
        byte[] bytes =
                ByteBuffer.allocate(16).putLong(packed.high).putLong(packed.low).array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static Object packUuid(String text) {
        if (text.length() != UUID_LENGTH) {
            return text;
        }
        long high = 0;
        long low = 0;
        for (int i = 0; i < UUID_LENGTH; i++) {
            char c = text.charAt(i);
            if (i == 8 || i == 13 || i == 18 || i == 23) {
                if (c != '-') {
                    return text;
                }
                continue;
            }
            int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
            if (digit < 0) {
                return text;
            }
            high = high << 4 | low >>> 60;
            low = low << 4 | digit;
        }
        return new PackedId(high, low);
    }

    private static Object packBase64(String text) {
        if (text.length() != BASE64_LENGTH) {
            return text;
        }
        long high = 0;
        long low = 0;
        for (int i = 0; i < BASE64_LENGTH; i++) {
            char c = text.charAt(i);
            int value = c < BASE64_VALUE.length ? BASE64_VALUE[c] : -1;
            if (value < 0) {
                return text;
            }
            if (i == BASE64_LENGTH - 1) {
                // 22 characters hold 132 bits; the last four are zero in the one canonical form
                return (value & 0xf) == 0 ? new PackedId(high << 2 | low >>> 62, low << 2 | value >> 4) : text;
            }
            high = high << 6 | low >>> 58;
            low = low << 6 | value;
        }
        return text;
    }

    @Override
    public final boolean equals(Object other) {
        return other instanceof PackedId id && high == id.high && low == id.low;
    }

    @Override
    public final int hashCode() {
        return Long.hashCode(high ^ low);
    }
}
