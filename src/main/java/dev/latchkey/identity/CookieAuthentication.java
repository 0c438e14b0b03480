package dev.latchkey.identity;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.credential.TokenCredential;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.security.identity.request.TokenAuthenticationRequest;
import io.quarkus.smallrye.jwt.runtime.auth.JsonWebTokenCredential;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.quarkus.vertx.http.runtime.security.HttpCredentialTransport;
import io.quarkus.vertx.http.runtime.security.HttpSecurityUtils;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/**
 * Takes the credential from a cookie, after the stock mechanism has found none in the Authorization header. The stock one can read a
 * cookie too, but only one whose name does not depend on the public URL, and of two cookies with one name it takes either.
 */
@ApplicationScoped
class CookieAuthentication implements HttpAuthenticationMechanism {

    private static final String REFUSED = "latchkey.access-cookie-refused";

    private final AuthCookies authCookies;
    private final ClientAddress clientAddress;

    /** What the check against forged requests did not count must not count later either, when its key may be known. */
    static void refuseAccessCookie(RoutingContext context) {
        context.put(REFUSED, true);
    }

    static boolean isAccessCookieRefused(RoutingContext context) {
        return context.get(REFUSED) != null;
    }

    CookieAuthentication(AuthCookies authCookies, ClientAddress clientAddress) {
        this.authCookies = authCookies;
        this.clientAddress = clientAddress;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext context, IdentityProviderManager identities) {
        PresentedCookies cookies = authCookies.read(context.request());
        if (cookies.access() != null) {
            if (isAccessCookieRefused(context)) {
                return Uni.createFrom().failure(new AuthenticationFailedException("The access cookie is not genuine"));
            }
            TokenCredential credential = new JsonWebTokenCredential(cookies.access());
            return authenticate(new TokenAuthenticationRequest(credential), context, identities);
        }
        return cookies.session() == null
                ? Uni.createFrom().nullItem()
                : authenticate(
                        new SessionCookieRequest(cookies.session(), clientAddress.requester(context.request())),
                        context,
                        identities);
    }

    private static Uni<SecurityIdentity> authenticate(
            AuthenticationRequest request, RoutingContext context, IdentityProviderManager identities) {
        return identities.authenticate(HttpSecurityUtils.setRoutingContextAttribute(request, context));
    }

    /** None: the mappers of problems write the challenge. */
    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext context) {
        return Uni.createFrom().nullItem();
    }

    @Override
    public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
        return Set.of(TokenAuthenticationRequest.class, SessionCookieRequest.class);
    }

    @Override
    public Uni<HttpCredentialTransport> getCredentialTransport(RoutingContext context) {
        return Uni.createFrom().item(new HttpCredentialTransport(HttpCredentialTransport.Type.COOKIE, "cookie"));
    }

    @Override
    public int getPriority() {
        return DEFAULT_PRIORITY - 1;
    }
}
