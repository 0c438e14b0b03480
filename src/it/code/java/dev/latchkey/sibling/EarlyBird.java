package dev.latchkey.sibling;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import org.eclipse.microprofile.jwt.Claim;
import org.eclipse.microprofile.jwt.ClaimValue;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** Made once, and asked in each request: what it was given must be that of the request. */
@ApplicationScoped
public class EarlyBird {

    @Inject
    JsonWebToken current;

    @Inject
    @Claim("jti")
    ClaimValue<String> id;

    @Inject
    @Claim("iss")
    Provider<String> issuer;

    String issuerOf(JsonWebToken expected) {
        boolean same = current.getTokenID().equals(expected.getTokenID())
                && id.getValue().equals(expected.getTokenID());
        return same ? issuer.get() : "of another request";
    }
}
