package dev.latchkey.oauth;

import dev.latchkey.client.ClientIds;
import dev.latchkey.client.Clients;
import dev.latchkey.client.RegisteredClient;
import dev.latchkey.identity.ClientAddress;
import dev.latchkey.problem.ProblemException;
import dev.latchkey.throttle.SourceLimits;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which client calls, by {@code client_secret_basic} or {@code client_secret_post} (RFC 6749 §2.3.1), never by both: two
 * components could then see two clients. Failures are audited and counted.
 */
@ApplicationScoped
class ClientAuthentication {

    private static final String SCHEME = "Basic ";
    private static final Pattern CLIENT_ID = Pattern.compile(ClientIds.FORM);

    private final Clients clients;
    private final ClientFailures failures;
    private final SourceLimits limits;
    private final ClientAddress address;

    ClientAuthentication(Clients clients, ClientFailures failures, SourceLimits limits, ClientAddress address) {
        this.clients = clients;
        this.failures = failures;
        this.limits = limits;
        this.address = address;
    }

    private record Credentials(String clientId, String secret) {

        @Override
        public String toString() {
            return "Credentials";
        }
    }

    /**
     * The client that calls.
     *
     * @throws OAuthException {@code invalid_client} if there is no such client with this secret; {@code invalid_request} if two
     *     ways are used at once
     * @throws ProblemException 429 if too many calls from there were made by no client
     */
    RegisteredClient require(FormBody form, HttpServerRequest http) {
        return require(form, http, clients::authenticate);
    }

    /** The same, never by what this node remembers of a secret. */
    RegisteredClient requireNow(FormBody form, HttpServerRequest http) {
        return require(form, http, clients::authenticateNow);
    }

    private RegisteredClient require(
            FormBody form, HttpServerRequest http, BiFunction<String, String, Optional<RegisteredClient>> check) {
        Credentials credentials = credentials(http.headers().getAll(HttpHeaders.AUTHORIZATION), form);
        // another form is nobody's id, and does not reach the database
        Optional<RegisteredClient> client =
                CLIENT_ID.matcher(credentials.clientId()).matches()
                        ? check.apply(credentials.clientId(), credentials.secret())
                        : Optional.empty();
        return client.orElseThrow(() -> {
            String ip = address.of(http);
            // a right secret is never refused: many clients may stand behind one address
            limits.spend(SourceLimits.Call.CLIENT, ip);
            failed(credentials.clientId(), ip);
            return new OAuthException(
                    OAuthException.INVALID_CLIENT, "The client is unknown, or its secret is another.");
        });
    }

    private static Credentials credentials(List<String> authorization, FormBody form) {
        Optional<String> secret = form.find("client_secret");
        if (authorization.isEmpty()) {
            if (secret.isEmpty()) {
                throw new OAuthException(OAuthException.INVALID_CLIENT, "Authenticate as a client.");
            }
            return new Credentials(form.require("client_id"), secret.get());
        }
        if (secret.isPresent() || authorization.size() > 1) {
            throw OAuthException.invalidRequest("Authenticate in one way, not in two.");
        }
        Credentials basic = basic(authorization.get(0));
        if (form.find("client_id").filter(id -> !id.equals(basic.clientId())).isPresent()) {
            throw OAuthException.invalidRequest("client_id is another than in the Authorization header.");
        }
        return basic;
    }

    private static Credentials basic(String header) {
        if (header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            try {
                byte[] decoded = Base64.getDecoder()
                        .decode(header.substring(SCHEME.length()).strip());
                String pair = new String(decoded, StandardCharsets.UTF_8);
                int colon = pair.indexOf(':');
                if (colon > 0) {
                    // both parts are encoded as in forms before they are joined
                    return new Credentials(
                            FormBody.decode(pair.substring(0, colon)), FormBody.decode(pair.substring(colon + 1)));
                }
            } catch (IllegalArgumentException | OAuthException e) {
                // the same refusal
            }
        }
        throw new OAuthException(OAuthException.INVALID_CLIENT, "Authenticate by Basic, or in the form.");
    }

    /** Names the client only if there is one: what was typed in its place could be a secret (standards L-02). */
    private void failed(String clientId, @Nullable String ip) {
        boolean known =
                CLIENT_ID.matcher(clientId).matches() && clients.find(clientId).isPresent();
        failures.note(known ? clientId : null, ip);
    }
}
