package dev.latchkey.throttle;

import io.smallrye.common.net.Inet;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Where calls come from, as far as it is one place: who has one address of an IPv6 network has all 2^64 of its last half (standards T-01). */
final class Source {

    private static final int NETWORK_BYTES = 8;

    private Source() {}

    static String of(@Nullable String ip) {
        byte[] bytes = ip == null ? null : Inet.parseInetAddressToBytes(ip);
        if (bytes == null) {
            return "unknown";
        }
        try {
            // an IPv4 address in the clothes of IPv6 becomes what it is
            InetAddress address = InetAddress.getByAddress(bytes);
            return address instanceof Inet6Address
                    ? HexFormat.of().formatHex(Arrays.copyOf(bytes, NETWORK_BYTES)) + "/64"
                    : address.getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException("An address has 4 or 16 bytes", e);
        }
    }
}
