package dev.latchkey.oauth;

import dev.latchkey.client.Clients;
import dev.latchkey.client.GrantType;
import dev.latchkey.client.RegisteredClient;
import dev.latchkey.support.TraceIds;
import dev.latchkey.token.AccessTokenIssuer;
import dev.latchkey.token.ClientSubject;
import dev.latchkey.token.IssuedAccessToken;
import dev.latchkey.token.TokenConfig;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Gives clients access tokens of their own (RFC 6749 §4.4). There is no refresh token: the secret buys the next one. */
@ApplicationScoped
class ClientCredentials {

    private static final Logger LOG = Logger.getLogger(ClientCredentials.class);
    private static final Pattern SCOPE =
            Pattern.compile("[\\x21\\x23-\\x5B\\x5D-\\x7E]+( [\\x21\\x23-\\x5B\\x5D-\\x7E]+)*");

    private final Clients clients;
    private final AccessTokenIssuer issuer;
    private final TokenConfig config;
    private final Clock clock;
    private final TraceIds traceIds;
    private final Counter issued;

    ClientCredentials(
            Clients clients,
            AccessTokenIssuer issuer,
            TokenConfig config,
            Clock clock,
            TraceIds traceIds,
            MeterRegistry metrics) {
        this.clients = clients;
        this.issuer = issuer;
        this.config = config;
        this.clock = clock;
        this.traceIds = traceIds;
        this.issued = Counter.builder("latchkey.client.tokens")
                .description("Access tokens issued to clients")
                .register(metrics);
    }

    /** @param scope what was granted; empty if nothing was asked for */
    record Granted(IssuedAccessToken token, long expiresIn, List<String> scope) {}

    /**
     * Issues a token, of which the log tells when it is certain (standards L-01): clients fetch one whenever they like, so each is no row
     * of the trail.
     *
     * @throws OAuthException {@code unauthorized_client} if the client may not do this, {@code invalid_scope} if it asks for more
     *     than it may have
     */
    Granted grant(RegisteredClient caller, Optional<String> scope, @Nullable String ip) {
        Granted granted = issue(caller, scope);
        issued.increment();
        LOG.infof(
                "event=token_issued client=%s token=%s ip=%s trace=%s",
                caller.clientId(), granted.token().tokenId(), ip, traceIds.current());
        return granted;
    }

    /** In the transaction that notes the token, so that ending the client finds every one it has. */
    @Transactional
    Granted issue(RegisteredClient caller, Optional<String> scope) {
        RegisteredClient client = clients.holdForToken(caller.clientId())
                .orElseThrow(() -> new OAuthException(OAuthException.INVALID_CLIENT, "The client has ended."));
        if (!client.grantTypes().contains(GrantType.CLIENT_CREDENTIALS)) {
            throw new OAuthException(
                    OAuthException.UNAUTHORIZED_CLIENT, "The client is not registered for this grant type.");
        }
        List<String> scopes = scope.map(asked -> requireAllowed(client, asked)).orElse(List.of());
        // whole seconds, as the token says them
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Instant expiresAt = now.plus(config.accessTtl());
        IssuedAccessToken token =
                issuer.issue(new ClientSubject(client.clientId(), client.roles(), scopes), now, expiresAt);
        clients.issued(client.clientId(), token.tokenId(), expiresAt);
        return new Granted(token, config.accessTtl().toSeconds(), scopes);
    }

    private static List<String> requireAllowed(RegisteredClient client, String asked) {
        if (!SCOPE.matcher(asked).matches()) {
            throw new OAuthException(OAuthException.INVALID_SCOPE, "The scope is malformed.");
        }
        List<String> scopes = List.of(asked.split(" ", -1)).stream().distinct().toList();
        if (!client.scopes().containsAll(scopes)) {
            throw new OAuthException(OAuthException.INVALID_SCOPE, "The client may not have every scope it asks for.");
        }
        return scopes;
    }
}
