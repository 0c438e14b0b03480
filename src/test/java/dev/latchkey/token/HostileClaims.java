package dev.latchkey.token;

import static dev.latchkey.token.ForgedToken.good;
import static dev.latchkey.token.ForgedToken.quote;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.latchkey.key.TestKeys;
import java.time.Clock;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Tokens whose claims are wrong: what it is, the token, why it has to be refused. */
final class HostileClaims {

    private static final String JSON = "not one JSON object without repeated members";
    private static final String SECONDS = "exp is not a whole number of seconds";

    private HostileClaims() {}

    /** Standards. */
    static Stream<Arguments> claims() {
        long now = TestTokens.bean(Clock.class).instant().getEpochSecond();
        Stream<Arguments> exp = Stream.of(
                        "\"" + (now + 900) + "\"",
                        now + 900 + ".5",
                        now + 900 + ".0",
                        "1e12",
                        "-1",
                        "null",
                        "true",
                        "[]",
                        "1e400",
                        "253402300800")
                .map(value -> arguments(
                        "A-08 exp " + value, good().claim("exp", value).sign(), SECONDS));
        Stream<Arguments> missing = Stream.of("iss", "sub", "jti", "client_id", "iat", "exp")
                .map(name -> arguments(name + " missing", good().without(name).sign(), name + " is missing"));
        return Stream.concat(
                Stream.concat(exp, missing),
                Stream.of(
                        arguments(
                                "A-08 exp beyond 64 bits",
                                good().claim("exp", "99999999999999999999").sign(),
                                JSON),
                        arguments("A-08 expired", good().claim("exp", now - 30).sign(), "expired"),
                        arguments(
                                "A-08 iat in the future",
                                good().claim("iat", now + 31).sign(),
                                "not valid yet"),
                        arguments(
                                "A-08 nbf in the future",
                                good().claim("nbf", now + 31).sign(),
                                "not valid yet"),
                        arguments(
                                "A-08 iat a string",
                                good().claim("iat", "\"1\"").sign(),
                                "iat is not a whole number of seconds"),
                        arguments(
                                "A-08 nbf a string",
                                good().claim("nbf", "\"1\"").sign(),
                                "nbf is not a whole number of seconds"),
                        arguments(
                                "A-04 another issuer",
                                good().claim("iss", "\"http://localhost:8080/\"")
                                        .sign(),
                                "another issuer"),
                        arguments(
                                "A-11 an issuer to ask for keys",
                                good().claim("iss", quote(OutboundSpy.BAIT.url("/")))
                                        .sign(),
                                "another issuer"),
                        arguments(
                                "A-11 an unknown key of an issuer to ask for keys",
                                good().header("kid", quote(TestKeys.unknown().kid()))
                                        .claim("iss", quote(OutboundSpy.BAIT.url("/")))
                                        .sign(),
                                "no key has this kid"),
                        arguments(
                                "A-04 another audience",
                                good().claim("aud", "\"http://elsewhere\"").sign(),
                                "meant for somebody else"),
                        arguments(
                                "A-04 audiences without us",
                                good().claim("aud", "[\"a\",\"b\"]").sign(),
                                "meant for somebody else"),
                        arguments("A-04 audience missing", good().without("aud").sign(), "meant for somebody else"),
                        arguments(
                                "A-04 audience a number", good().claim("aud", 1).sign(), "aud is not an array"),
                        arguments(
                                "A-03 groups a string",
                                good().claim("groups", "\"user\"").sign(),
                                "groups is not an array"),
                        arguments(
                                "A-03 groups of numbers",
                                good().claim("groups", "[1]").sign(),
                                "groups is not an array of strings"),
                        arguments("sub a number", good().claim("sub", 1).sign(), "sub is not a string"),
                        arguments("sid a path", good().claim("sid", "\"../..\"").sign(), "sid is not a UUID"),
                        arguments("sid null", good().claim("sid", "null").sign(), "sid is not a string"),
                        arguments("jti empty", good().claim("jti", "\"\"").sign(), "jti is not a string")));
    }
}
