package dev.latchkey.revocation;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A token's id as 128 bits instead of a string: a UUID for a session, canonical base64url for a token. Packing is exact and can be
 * undone; what has another form stays a string.
 */
record PackedId(long high, long low) {

    private static final int UUID_LENGTH = 36;
    private static final int BASE64_LENGTH = 22;
    private static final byte[] HEX_VALUE = values("0123456789abcdef");
    private static final byte[] BASE64_VALUE =
            values("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    private static byte[] values(String digits) {
        byte[] values = new byte[256];
        for (int i = 0; i < values.length; i++) {
            values[i] = (byte) digits.indexOf(i);
        }
        return values;
    }

    /** Null for what cannot be packed, as all ids of keys. */
    static @Nullable PackedId of(TokenKind kind, String tokenId) {
        return switch (kind) {
            case SID -> tokenId.length() == UUID_LENGTH ? ofUuid(bytes(tokenId)) : null;
            case JTI -> tokenId.length() == BASE64_LENGTH ? ofBase64(bytes(tokenId)) : null;
            case KID -> null;
        };
    }

    /** Undoes {@link #of}. */
    String tokenId(TokenKind kind) {
        if (kind == TokenKind.SID) {
            return new UUID(high, low).toString();
        }
        byte[] bytes = ByteBuffer.allocate(16).putLong(high).putLong(low).array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Spread over all bits but the lowest; ids are random in most of theirs. */
    long hash() {
        return (high ^ low) * 0x9e37_79b9_7f4a_7c15L;
    }

    /** What does not fit a byte becomes a question mark, which is no digit; two characters may become one. Bytes are read faster. */
    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static @Nullable PackedId ofUuid(byte[] text) {
        if (text.length != UUID_LENGTH || text[8] != '-' || text[13] != '-' || text[18] != '-' || text[23] != '-') {
            return null;
        }
        // negative as soon as one of them is
        long first = digits(HEX_VALUE, 4, text, 0, 8);
        long second = digits(HEX_VALUE, 4, text, 9, 13);
        long third = digits(HEX_VALUE, 4, text, 14, 18);
        long fourth = digits(HEX_VALUE, 4, text, 19, 23);
        long fifth = digits(HEX_VALUE, 4, text, 24, 36);
        return (first | second | third | fourth | fifth) < 0
                ? null
                : new PackedId(first << 32 | second << 16 | third, fourth << 48 | fifth);
    }

    private static @Nullable PackedId ofBase64(byte[] text) {
        if (text.length != BASE64_LENGTH) {
            return null;
        }
        // 60 + 60 + 12 bits; the last four are zero in the one canonical form
        long first = digits(BASE64_VALUE, 6, text, 0, 10);
        long second = digits(BASE64_VALUE, 6, text, 10, 20);
        long third = digits(BASE64_VALUE, 6, text, 20, 22);
        return (first | second | third) < 0 || (third & 0xf) != 0
                ? null
                : new PackedId(first << 4 | second >> 56, second << 8 | third >> 4);
    }

    /** At most 60 bits; negative if any character is no such digit. Without a branch for each, since this is on every request. */
    private static long digits(byte[] values, int bits, byte[] text, int from, int to) {
        long number = 0;
        int invalid = 0;
        for (int i = from; i < to; i++) {
            byte value = values[text[i] & 0xff];
            invalid |= value;
            number = number << bits | value;
        }
        return invalid < 0 ? -1 : number;
    }
}
