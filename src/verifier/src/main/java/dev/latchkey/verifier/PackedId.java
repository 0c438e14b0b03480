package dev.latchkey.verifier;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The 128 bits that a token's or a session's id is made of. Packing is exact: two ids of one kind are equal only if their texts are.
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

    /** A session's as a UUID, a token's as canonical base64url; null for another form and for keys, which are kept as text. */
    static @Nullable PackedId of(TokenKind kind, String text) {
        return switch (kind) {
            case SID -> text.length() == UUID_LENGTH ? ofUuid(bytes(text)) : null;
            case JTI -> text.length() == BASE64_LENGTH ? ofBase64(bytes(text)) : null;
            case KID -> null;
        };
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
