package dev.latchkey.verifier;

import dev.latchkey.verifier.testkit.TestLatchkey;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.auth.principal.DefaultJWTCallerPrincipalFactory;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.ParseException;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** Verifies tokens as a service does that has the settings of the test kit and nothing else. */
final class StockJwt {

    private StockJwt() {}

    static JsonWebToken verify(TestLatchkey latchkey, String token) throws ParseException {
        Map<String, String> settings = latchkey.settings();
        JWTAuthContextInfo context = new JWTAuthContextInfo(
                settings.get("mp.jwt.verify.publickey.location"), settings.get("mp.jwt.verify.issuer"));
        context.setSignatureAlgorithm(
                Set.of(SignatureAlgorithm.valueOf(settings.get("mp.jwt.verify.publickey.algorithm"))));
        context.setExpectedAudience(Set.of(settings.get("mp.jwt.verify.audiences")));
        return new DefaultJWTCallerPrincipalFactory().parse(token, context);
    }
}
