package dev.latchkey.oauth;

import dev.latchkey.client.RegisteredClient;
import dev.latchkey.problem.ProblemException;
import dev.latchkey.throttle.SourceLimits;
import dev.latchkey.token.AccessTokenVerifier;
import dev.latchkey.token.InvalidTokenException;
import dev.latchkey.token.VerifiedToken;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says whether a token is good at this moment, and to whom what about it (standards V-08 to V-11). An access token is judged in
 * memory: its signature, times and key, and the revocation list, on which every ended session and client stands. Nothing is
 * read from the database or written, but for a key that is not known yet.
 *
 * <p>A client with the role {@code service} is a resource server and is told about the person; another one is told so of its own
 * tokens only.
 */
@ApplicationScoped
class Introspections {

    private static final String RESOURCE_SERVER = "service";

    private final AccessTokenVerifier accessTokens;
    private final SourceLimits limits;
    private final Clock clock;
    private final Counter active;
    private final Counter inactive;

    Introspections(AccessTokenVerifier accessTokens, SourceLimits limits, Clock clock, MeterRegistry metrics) {
        this.accessTokens = accessTokens;
        this.limits = limits;
        this.clock = clock;
        this.active = counter(metrics, "true");
        this.inactive = counter(metrics, "false");
    }

    private static Counter counter(MeterRegistry metrics, String active) {
        return Counter.builder("latchkey.introspections")
                .description("Tokens that clients asked about")
                .tag("active", active)
                .register(metrics);
    }

    /**
     * Judges access tokens, whatever the caller's hint says (RFC 7662 §2.1). A refresh token is never active here: a service that asks
     * about whatever stands behind {@code Bearer} would take it for an access token (standards A-16).
     *
     * @throws ProblemException 429 about what is no token of ours, when the client asked about too much of that
     */
    IntrospectionReply introspect(String token, RegisteredClient caller) {
        IntrospectionReply reply = accessToken(token, caller);
        (reply.active() ? active : inactive).increment();
        return reply;
    }

    private IntrospectionReply accessToken(String raw, RegisteredClient caller) {
        accessTokens.awaitKey(raw);
        try {
            VerifiedToken token = accessTokens.verify(raw);
            // to the second, without the skew that verifiers allow each other
            return clock.instant().isBefore(token.expiresAt()) ? reply(token, caller) : IntrospectionReply.INACTIVE;
        } catch (InvalidTokenException e) {
            // RFC 7662 §4: against whoever tries texts until one is a token. Never about a token of ours: strangers who
            // show a resource server garbage would keep everybody out of it.
            if (e.isMadeUp()) {
                limits.spendOfClient(SourceLimits.Call.INTROSPECTION, caller.clientId());
            }
            return IntrospectionReply.INACTIVE;
        }
    }

    private static IntrospectionReply reply(VerifiedToken token, RegisteredClient caller) {
        String clientId = token.getClaim("client_id");
        boolean all = caller.hasRole(RESOURCE_SERVER) || caller.clientId().equals(clientId);
        Set<String> audience = token.getAudience();
        return new IntrospectionReply(
                true,
                token.getIssuer(),
                token.getSubject(),
                audience.size() == 1 ? audience.iterator().next() : audience,
                clientId,
                token.getClaim("scope"),
                token.getExpirationTime(),
                token.getIssuedAtTime(),
                token.getTokenID(),
                "Bearer",
                all ? token.getClaim("upn") : null,
                all ? token.getClaim("sid") : null,
                all ? token.authenticatedAt().map(at -> at.getEpochSecond()).orElse(null) : null,
                all ? token.acr().orElse(null) : null,
                all ? amr(token) : null,
                all ? token.getGroups().stream().sorted().toList() : null);
    }

    private static @Nullable List<String> amr(VerifiedToken token) {
        return token.<List<String>>claim("amr").orElse(null);
    }
}
