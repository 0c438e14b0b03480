package dev.latchkey.identity;

import dev.latchkey.session.LiveSession;
import dev.latchkey.session.LiveSessions;
import dev.latchkey.session.Requester;
import dev.latchkey.session.SessionToken;
import dev.latchkey.session.SessionTokens;
import dev.latchkey.token.AccessTokenSubject;
import dev.latchkey.token.TokenConfig;
import dev.latchkey.token.TokenNames;
import dev.latchkey.token.VerifiedToken;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Optional;

/** Turns a session cookie into the same identity that an access token of the session would give. */
@ApplicationScoped
class SessionCookieIdentities implements IdentityProvider<SessionCookieRequest> {

    private final SessionTokens tokens;
    private final LiveSessions sessions;
    private final TokenNames names;
    private final TokenConfig config;
    private final Clock clock;

    SessionCookieIdentities(
            SessionTokens tokens, LiveSessions sessions, TokenNames names, TokenConfig config, Clock clock) {
        this.tokens = tokens;
        this.sessions = sessions;
        this.names = names;
        this.config = config;
        this.clock = clock;
    }

    @Override
    public Class<SessionCookieRequest> getRequestType() {
        return SessionCookieRequest.class;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(SessionCookieRequest request, AuthenticationRequestContext context) {
        Optional<SessionToken> token = tokens.parse(request.value());
        if (token.isEmpty()) {
            return Uni.createFrom().failure(new AuthenticationFailedException("Not a session cookie of ours"));
        }
        // a query: never on the event loop
        return context.runBlocking(() -> identity(token.get(), request.requester()));
    }

    private SecurityIdentity identity(SessionToken token, Requester requester) {
        VerifiedToken principal = sessions.authenticate(token, config.accessTtl(), requester, clock.instant())
                .map(this::principal)
                .orElseThrow(() -> new AuthenticationFailedException("No live session has this cookie"));
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(principal)
                .addRoles(principal.getGroups())
                .build();
    }

    private VerifiedToken principal(LiveSession session) {
        AccessTokenSubject subject = AccessTokenSubject.of(session.grant(), session.user());
        return VerifiedToken.ofSession(subject, names, session.grant().idleExpiresAt());
    }
}
