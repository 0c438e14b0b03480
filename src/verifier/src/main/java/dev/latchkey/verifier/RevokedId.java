package dev.latchkey.verifier;

import java.time.Instant;

/**
 * A revoked id with its expiry in 32 bytes, being its own key: a UUID or 128 bits in canonical base64url as two numbers. Every other
 * form is kept as text by {@link OtherId}; packing is exact, so two ids are equal only if their texts are.
 */
class RevokedId {

    private static final int UUID_LENGTH = 36;
    private static final int BASE64_LENGTH = 22;
    private static final long MAX_UNSIGNED_INT = 0xffff_ffffL;
    private static final byte[] HEX_VALUE = values("0123456789abcdef");
    private static final byte[] BASE64_VALUE =
            values("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    private static byte[] values(String digits) {
        byte[] values = new byte[128];
        for (int i = 0; i < values.length; i++) {
            values[i] = (byte) digits.indexOf(i);
        }
        return values;
    }

    private final long high;
    private final long low;
    private final int expiresAtSecond;

    private RevokedId(long high, long low, int expiresAtSecond) {
        this.high = high;
        this.low = low;
        this.expiresAtSecond = expiresAtSecond;
    }

    static RevokedId of(String text, Instant expiresAt) {
        // rounded up, and as an unsigned number, which lasts until 2106
        long roundedUp = expiresAt.getEpochSecond() + (expiresAt.getNano() > 0 ? 1 : 0);
        return of(text, (int) Math.max(0, Math.min(roundedUp, MAX_UNSIGNED_INT)));
    }

    /** To look an entry up by. */
    static RevokedId key(String text) {
        return of(text, 0);
    }

    private static RevokedId of(String text, int expiresAtSecond) {
        return switch (text.length()) {
            case UUID_LENGTH -> ofUuid(text, expiresAtSecond);
            case BASE64_LENGTH -> ofBase64(text, expiresAtSecond);
            default -> new OtherId(text, expiresAtSecond);
        };
    }

    private static RevokedId ofUuid(String text, int expiresAtSecond) {
        if (text.charAt(8) != '-' || text.charAt(13) != '-' || text.charAt(18) != '-' || text.charAt(23) != '-') {
            return new OtherId(text, expiresAtSecond);
        }
        // negative as soon as one of them is
        long first = digits(HEX_VALUE, 4, text, 0, 8);
        long second = digits(HEX_VALUE, 4, text, 9, 13);
        long third = digits(HEX_VALUE, 4, text, 14, 18);
        long fourth = digits(HEX_VALUE, 4, text, 19, 23);
        long fifth = digits(HEX_VALUE, 4, text, 24, 36);
        return (first | second | third | fourth | fifth) < 0
                ? new OtherId(text, expiresAtSecond)
                : new RevokedId(first << 32 | second << 16 | third, fourth << 48 | fifth, expiresAtSecond);
    }

    private static RevokedId ofBase64(String text, int expiresAtSecond) {
        // 60 + 60 + 12 bits; the last four are zero in the one canonical form
        long first = digits(BASE64_VALUE, 6, text, 0, 10);
        long second = digits(BASE64_VALUE, 6, text, 10, 20);
        long third = digits(BASE64_VALUE, 6, text, 20, 22);
        return (first | second | third) < 0 || (third & 0xf) != 0
                ? new OtherId(text, expiresAtSecond)
                : new RevokedId(first << 4 | second >> 56, second << 8 | third >> 4, expiresAtSecond);
    }

    /** At most 60 bits; negative if any character is no such digit. Without a branch for each, since this is on every request. */
    private static long digits(byte[] values, int bits, String text, int from, int to) {
        long number = 0;
        int invalid = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            byte value = values[c & 0x7f];
            invalid |= value | (0x7f - c);
            number = number << bits | value;
        }
        return invalid < 0 ? -1 : number;
    }

    boolean isExpired(Instant now) {
        return now.getEpochSecond() >= Integer.toUnsignedLong(expiresAtSecond);
    }

    boolean outlives(RevokedId other) {
        return Integer.compareUnsigned(expiresAtSecond, other.expiresAtSecond) > 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RevokedId id && !(other instanceof OtherId) && high == id.high && low == id.low;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(high ^ low);
    }

    private static final class OtherId extends RevokedId {

        private final String text;

        OtherId(String text, int expiresAtSecond) {
            super(0, 0, expiresAtSecond);
            this.text = text;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof OtherId id && text.equals(id.text);
        }

        @Override
        public int hashCode() {
            return text.hashCode();
        }
    }
}
