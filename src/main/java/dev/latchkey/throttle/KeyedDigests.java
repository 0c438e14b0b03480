package dev.latchkey.throttle;

import dev.latchkey.support.HmacSha256;
import dev.latchkey.support.PurposeKeys;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * What is written instead of names and addresses: HMAC-SHA-256 under a key of ours. People type passwords where names belong, and
 * addresses are few enough to be tried one by one, so a plain hash would tell both (standards L-04).
 */
@ApplicationScoped
class KeyedDigests {

    private static final String PURPOSE = "throttle-bucket";
    private static final int SHORT = 8;

    private final PurposeKeys keys;

    KeyedDigests(PurposeKeys keys) {
        this.keys = keys;
    }

    /** Under the primary master key alone: after a rotation counting begins anew, once. */
    byte[] of(String kind, String text) {
        return HmacSha256.of(keys.key(keys.primaryId(), PURPOSE), (kind + ':' + text).getBytes(StandardCharsets.UTF_8));
    }

    /** Enough of it to see in the audit trail that it was the same name again. */
    String shortOf(String kind, String text) {
        return HexFormat.of().formatHex(Arrays.copyOf(of(kind, text), SHORT));
    }
}
