package dev.latchkey.token;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Set;

/**
 * The compact form of a signed token, taken apart without believing any of it (RFC 7515 §3.1, standards ).
 *
 * @param algorithm what the header claims to be signed with
 * @param kid what the header names as key; a string of any content up to {@link #MAX_CHARACTERS}
 * @param signingInput the bytes that the signature is over
 * @param payload the bytes of the claims, not parsed: that waits for the signature
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record CompactJws(String algorithm, String kid, byte[] signingInput, byte[] payload, byte[] signature) {

    /** The {@code typ} that keeps access tokens apart from every other kind of token (RFC 9068 §2.1, standards A-16). */
    static final String TYPE = "at+jwt";

    /** A token of ours has less than 700; the cap comes before any parsing (standards A-17). */
    static final int MAX_CHARACTERS = 8 * 1024;

    private static final Set<String> HEADER = Set.of("alg", "kid", "typ");

    static CompactJws parse(String raw) throws InvalidTokenException {
        if (raw.length() > MAX_CHARACTERS) {
            throw new InvalidTokenException("too long");
        }
        int first = raw.indexOf('.');
        int second = raw.indexOf('.', first + 1);
        if (first <= 0 || second < 0 || raw.indexOf('.', second + 1) >= 0) {
            throw new InvalidTokenException("not three parts");
        }
        Map<String, Object> header = StrictJsonObject.parse(decode(raw.substring(0, first)));
        // nothing but these three: so no crit, jku, jwk, x5u, x5c, zip, b64
        if (!header.keySet().equals(HEADER)) {
            throw new InvalidTokenException("header members are not alg, kid and typ");
        }
        if (!TYPE.equals(header.get("typ"))) {
            throw new InvalidTokenException("not an access token");
        }
        if (!(header.get("alg") instanceof String algorithm) || !(header.get("kid") instanceof String kid)) {
            throw new InvalidTokenException("alg or kid is not a string");
        }
        return new CompactJws(
                algorithm,
                kid,
                raw.substring(0, second).getBytes(StandardCharsets.US_ASCII),
                decode(raw.substring(first + 1, second)),
                decode(raw.substring(second + 1)));
    }

    /** Canonical base64url: no padding, no other alphabet, no bits that mean nothing (RFC 4648 §3.5). */
    private static byte[] decode(String part) throws InvalidTokenException {
        try {
            byte[] decoded = Base64.getUrlDecoder().decode(part);
            if (decoded.length > 0
                    && Base64.getUrlEncoder()
                            .withoutPadding()
                            .encodeToString(decoded)
                            .equals(part)) {
                return decoded;
            }
        } catch (IllegalArgumentException e) {
            // falls through to the same refusal
        }
        throw new InvalidTokenException("not canonical base64url");
    }
}
