package dev.latchkey.identity;

import dev.latchkey.token.AccessTokenVerifier;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.TokenAuthenticationRequest;
import io.quarkus.smallrye.jwt.runtime.auth.MpJwtValidator;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * The stock provider, and a second try: a token that names a key this node does not know was perhaps signed at another node a moment
 * ago, so it is judged again when this node has looked (standards K-04, K-06). Nothing waits meanwhile but the request.
 */
@ApplicationScoped
class TokenIdentities implements IdentityProvider<TokenAuthenticationRequest> {

    private final MpJwtValidator stock;
    private final AccessTokenVerifier verifier;

    TokenIdentities(MpJwtValidator stock, AccessTokenVerifier verifier) {
        this.stock = stock;
        this.verifier = verifier;
    }

    @Override
    public Class<TokenAuthenticationRequest> getRequestType() {
        return TokenAuthenticationRequest.class;
    }

    /** The highest is asked first, and its refusal is the last word. */
    @Override
    public int priority() {
        return stock.priority() + 1;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(
            TokenAuthenticationRequest request, AuthenticationRequestContext context) {
        return stock.authenticate(request, context)
                .onFailure(AuthenticationFailedException.class)
                .recoverWithUni(refusal -> verifier.lookForKey(
                                request.getToken().getToken())
                        .map(look -> onThisContext(look).chain(() -> stock.authenticate(request, context)))
                        .orElseGet(() -> Uni.createFrom().failure(refusal)));
    }

    /** What follows belongs to the request, and so to its event loop. */
    private static Uni<Void> onThisContext(Uni<Void> look) {
        Context context = Vertx.currentContext();
        return context == null ? look : look.emitOn(task -> context.runOnContext(ignored -> task.run()));
    }
}
