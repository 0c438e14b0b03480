package dev.latchkey.identity;

import dev.latchkey.session.Requester;
import io.smallrye.common.net.CidrAddress;
import io.smallrye.common.net.Inet;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a request comes from: the peer of the connection, or, if that is a trusted proxy, whom it says it heard (standards C-15).
 *
 * <p>Each proxy appends its peer to {@code X-Forwarded-For}, so the list is read from the right, and the first address that is no
 * proxy of ours is the client; anything further left the client may have written itself. (Quarkus' own forwarding takes the
 * leftmost.) {@code Forwarded} is not read: proxies that do not know it pass on the client's.
 */
@ApplicationScoped
public class ClientAddress {

    private static final String HEADER = "X-Forwarded-For";

    private final List<CidrAddress> proxies;

    ClientAddress(TrustedProxiesConfig config) {
        this.proxies = config.trustedProxies().orElse(List.of());
    }

    /** An IP address as text. */
    public String of(HttpServerRequest request) {
        String peer = request.remoteAddress().hostAddress();
        return proxies.isEmpty() ? peer : of(peer, request.headers().getAll(HEADER));
    }

    /** The same; empty of a connection that ended before anybody asked. */
    Optional<String> find(HttpServerRequest request) {
        return request.remoteAddress() == null ? Optional.empty() : Optional.of(of(request));
    }

    /** The address together with the User-Agent header. */
    public Requester requester(HttpServerRequest request) {
        return new Requester(request.getHeader(HttpHeaders.USER_AGENT), of(request));
    }

    String of(String peer, List<String> forwarded) {
        String client = peer;
        String[] hops = String.join(",", forwarded).split(",", -1);
        for (int last = hops.length - 1; last >= 0 && isProxy(client); last--) {
            String hop = address(hops[last].strip());
            if (hop == null) {
                break; // "unknown", empty or nonsense: the proxy that said it is the last we know of
            }
            client = hop;
        }
        return client;
    }

    private boolean isProxy(String address) {
        InetAddress parsed = Inet.parseInetAddress(address);
        return parsed != null && proxies.stream().anyMatch(network -> network.matches(parsed));
    }

    /** Some proxies add the port: {@code 192.0.2.1:4711}, {@code [2001:db8::1]:4711}. Without a scope, like those of peers. */
    private static @Nullable String address(String hop) {
        int colon = hop.lastIndexOf(':');
        boolean hasPort = colon > 0 && (hop.indexOf(':') == colon || hop.charAt(colon - 1) == ']');
        InetAddress address = Inet.parseInetAddress(hasPort ? hop.substring(0, colon) : hop);
        return address == null ? null : address.getHostAddress().replaceFirst("%.*", "");
    }
}
