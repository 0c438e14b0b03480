package dev.latchkey.identity;

import dev.latchkey.support.Randomness;
import dev.latchkey.token.TokenConfig;
import dev.latchkey.token.VerifiedToken;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.SecurityIdentityAugmentor;
import io.quarkus.vertx.http.runtime.security.HttpSecurityUtils;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Binds the tokens that a page holds to its browser, by a cookie that no script can read: whoever takes the tokens alone, out of a
 * page, a log or a store, cannot use them (standards A-22, ADR 12). The cookie proves nothing by itself.
 */
@ApplicationScoped
public class CookieBinding implements SecurityIdentityAugmentor {

    /** Pages whose browser keeps a strict cookie of ours: those of the same site. Programs send no such header. */
    private static final Set<String> KEEPING_COOKIES = Set.of("same-origin", "same-site");

    private static final int BYTES = 32;

    private final boolean enabled;
    private final AuthCookies cookies;
    private final Randomness randomness;

    CookieBinding(TokenConfig config, AuthCookies cookies, Randomness randomness) {
        this.enabled = config.bindToCookie();
        this.cookies = cookies;
        this.randomness = randomness;
    }

    /**
     * The cookies of a browser that signs in and will hold tokens, with a new one to bind these to, if that is asked for and a page
     * does it that can keep the cookie.
     */
    public Optional<PresentedCookies> begin(PresentedCookies presented, HttpServerRequest request) {
        String site = String.join(",", request.headers().getAll("Sec-Fetch-Site"));
        return enabled && KEEPING_COOKIES.contains(site)
                ? Optional.of(presented.withBinding(
                        Base64.getUrlEncoder().withoutPadding().encodeToString(randomness.bytes(BYTES))))
                : Optional.empty();
    }

    /** Of every request anew, whatever is remembered about its token. A token that is bound stays so when the setting is changed. */
    @Override
    public Uni<SecurityIdentity> augment(
            SecurityIdentity identity, AuthenticationRequestContext context, Map<String, Object> attributes) {
        if (identity.getPrincipal() instanceof VerifiedToken token
                && token.binding().isPresent()
                && !isPresented(token.binding().get(), HttpSecurityUtils.getRoutingContextAttribute(attributes))) {
            return Uni.createFrom().failure(new AuthenticationFailedException("The token came without its cookie"));
        }
        return Uni.createFrom().item(identity);
    }

    @Override
    public Uni<SecurityIdentity> augment(SecurityIdentity identity, AuthenticationRequestContext context) {
        return augment(identity, context, Map.of());
    }

    /** The hash is no secret: it stands in the token. */
    private boolean isPresented(String hash, @Nullable RoutingContext context) {
        return context != null && hash.equals(cookies.read(context.request()).bindingHash());
    }
}
