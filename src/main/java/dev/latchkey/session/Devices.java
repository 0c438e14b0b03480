package dev.latchkey.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import ua_parser.Client;
import ua_parser.Parser;

/**
 * Names devices for the device list, from the User-Agent header. The header is the client's claim: nothing is decided by it, and
 * nothing in it that would move a terminal, break a line or turn text around is kept (standards L-03).
 */
@ApplicationScoped
public class Devices {

    private static final int MAX_HEADER = 512;
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]");
    private static final String UNKNOWN_FAMILY = "Other";

    private static final int MAX_REMEMBERED = 1000;

    private final Parser parser = new Parser();

    /** A session's header is looked at again whenever it is not what it was, and parsing one tries hundreds of patterns. */
    private final Cache<String, Kind> kinds =
            Caffeine.newBuilder().maximumSize(MAX_REMEMBERED).build();

    private record Kind(String name, String type) {}

    /** The device behind a User-Agent header, which may be missing, and an address. */
    public Device describe(@Nullable String header, @Nullable String ip) {
        if (header == null || header.isBlank()) {
            return new Device("Unknown device", "other", null, ip);
        }
        String userAgent = UNPRINTABLE
                .matcher(header.length() > MAX_HEADER ? header.substring(0, MAX_HEADER) : header)
                .replaceAll("\uFFFD");
        Kind kind = kinds.get(userAgent, this::kind);
        return new Device(kind.name(), kind.type(), userAgent, ip);
    }

    private Kind kind(String userAgent) {
        Client client = parser.parse(userAgent);
        return new Kind(name(client), type(client, userAgent));
    }

    /**
     * As much of a device's name as no client can have made up, for places where a stranger's words must not stand; empty if it is all
     * made up.
     */
    public static Optional<String> knownName(String deviceName) {
        return DeviceNames.known(deviceName);
    }

    private static String name(Client client) {
        String program = client.userAgent.family;
        String system = client.os.family;
        if (program.equals(UNKNOWN_FAMILY)) {
            return system.equals(UNKNOWN_FAMILY) ? "Unknown device" : system;
        }
        return system.equals(UNKNOWN_FAMILY) ? program : program + DeviceNames.JOINT + system;
    }

    private static String type(Client client, String userAgent) {
        if (client.device.family.equals("Spider")) {
            return "bot";
        }
        String text = userAgent.toLowerCase(Locale.ROOT);
        return switch (client.os.family) {
            case "iOS" -> text.contains("ipad") ? "tablet" : "mobile";
            case "Android" -> text.contains("mobile") ? "mobile" : "tablet";
            case "Windows", "Mac OS X", "Linux", "Ubuntu", "Fedora", "Debian", "Chrome OS", "FreeBSD", "OpenBSD" ->
                "desktop";
            default -> "other";
        };
    }
}
