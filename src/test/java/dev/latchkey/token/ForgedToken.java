package dev.latchkey.token;

import dev.latchkey.key.SigningKey;
import dev.latchkey.key.SigningKeys;
import dev.latchkey.support.Ids;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** A token like the issuer's, signed with the real key, in which a test bends one thing. Members are raw JSON. */
final class ForgedToken {

    private final Map<String, String> header = new LinkedHashMap<>();
    private final Map<String, String> claims = new LinkedHashMap<>();
    private UnaryOperator<byte[]> signer;
    private UnaryOperator<byte[]> bendSignature = UnaryOperator.identity();

    private ForgedToken() {
        SigningKey key = TestTokens.bean(SigningKeys.class).signing();
        signer = key::sign;
        long now = TestTokens.bean(Clock.class).instant().getEpochSecond();
        Ids ids = TestTokens.bean(Ids.class);
        header("alg", quote(key.algorithm())).header("kid", quote(key.kid())).header("typ", "\"at+jwt\"");
        claim("iss", "\"http://localhost:8080\"").claim("aud", "\"http://localhost:8080\"");
        claim("sub", quote(ids.next())).claim("sid", quote(ids.next())).claim("jti", quote(ids.next()));
        claim("client_id", "\"latchkey\"")
                .claim("upn", "\"canary@example.org\"")
                .claim("groups", "[\"user\"]");
        claim("iat", now).claim("exp", now + 900).claim("auth_time", now);
    }

    static ForgedToken good() {
        return new ForgedToken();
    }

    ForgedToken header(String name, Object json) {
        header.put(name, json.toString());
        return this;
    }

    ForgedToken withoutHeader(String name) {
        header.remove(name);
        return this;
    }

    ForgedToken claim(String name, Object json) {
        claims.put(name, json.toString());
        return this;
    }

    ForgedToken without(String name) {
        claims.remove(name);
        return this;
    }

    ForgedToken signedWith(SigningKey other) {
        return signer(other::sign);
    }

    ForgedToken signer(UnaryOperator<byte[]> other) {
        signer = other;
        return this;
    }

    ForgedToken signature(UnaryOperator<byte[]> bend) {
        bendSignature = bend;
        return this;
    }

    String headerJson() {
        return json(header);
    }

    String claimsJson() {
        return json(claims);
    }

    String sign() {
        return sign(headerJson(), claimsJson());
    }

    String sign(String headerJson, String claimsJson) {
        return sign(headerJson.getBytes(StandardCharsets.UTF_8), claimsJson.getBytes(StandardCharsets.UTF_8));
    }

    String sign(byte[] headerBytes, byte[] claimsBytes) {
        return signParts(encode(headerBytes), encode(claimsBytes));
    }

    String signParts(String headerPart, String claimsPart) {
        String input = headerPart + "." + claimsPart;
        byte[] signature = signer.apply(input.getBytes(StandardCharsets.US_ASCII));
        return input + "." + encode(bendSignature.apply(signature));
    }

    static String quote(Object value) {
        return '"' + value.toString() + '"';
    }

    static String encode(String text) {
        return encode(text.getBytes(StandardCharsets.UTF_8));
    }

    static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String json(Map<String, String> members) {
        return members.entrySet().stream()
                .map(member -> quote(member.getKey()) + ":" + member.getValue())
                .collect(Collectors.joining(",", "{", "}"));
    }
}
