package dev.latchkey.identity;

import dev.latchkey.token.AccessTokenVerifier;
import dev.latchkey.token.InvalidTokenException;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.JWTCallerPrincipal;
import io.smallrye.jwt.auth.principal.JWTCallerPrincipalFactory;
import io.smallrye.jwt.auth.principal.ParseException;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;

/**
 * Stands in for smallrye-jwt's own verifier, which reads the system clock, needs a key location, and is less strict. Everything
 * behind it stays stock: the extraction of the token, the identity, the injected claims. Runs on the event loop.
 */
@Alternative
@Priority(1)
@ApplicationScoped
class AccessTokenPrincipals extends JWTCallerPrincipalFactory {

    private final AccessTokenVerifier verifier;

    AccessTokenPrincipals(AccessTokenVerifier verifier) {
        this.verifier = verifier;
    }

    @Override
    public JWTCallerPrincipal parse(String token, JWTAuthContextInfo authContextInfo) throws ParseException {
        try {
            return verifier.verify(token);
        } catch (InvalidTokenException e) {
            throw new ParseException("Access token refused: " + e.getMessage(), e);
        }
    }
}
