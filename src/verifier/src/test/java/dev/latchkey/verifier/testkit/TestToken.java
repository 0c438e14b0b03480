package dev.latchkey.verifier.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

/** An access token as Latchkey would issue it, to be changed before it is {@link #mint()}ed. */
public final class TestToken {

    private final TestLatchkey latchkey;
    private final Map<String, String> claims = new LinkedHashMap<>();
    private Duration life = Duration.ofMinutes(15);

    TestToken(TestLatchkey latchkey, String username) {
        this.latchkey = latchkey;
        claim("iss", latchkey.issuer());
        claim(
                "sub",
                UUID.nameUUIDFromBytes(username.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                        .toString());
        claim("aud", latchkey.issuer());
        claim("client_id", "latchkey");
        claim("jti", randomId());
        claim("sid", UUID.randomUUID().toString());
        claim("acr", "aal1");
        claims.put("amr", "[\"pwd\"]");
        claim("upn", username);
        roles("user");
    }

    private static String randomId() {
        byte[] bytes = new byte[16];
        ThreadLocalRandom.current().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** The claim {@code groups}. {@code user} unless set. */
    public TestToken roles(String... roles) {
        claims.put("groups", Arrays.stream(roles).map(TestToken::quoted).collect(Collectors.joining(",", "[", "]")));
        return this;
    }

    /** The claim {@code aud}. The issuer unless set. */
    public TestToken audience(String audience) {
        return claim("aud", audience);
    }

    /** The claim {@code sid}. A session of its own unless set. */
    public TestToken session(String sessionId) {
        return claim("sid", sessionId);
    }

    /** Any claim whose value is a text. */
    public TestToken claim(String name, String value) {
        claims.put(name, quoted(value));
        return this;
    }

    /** Leaves a claim out. */
    public TestToken without(String name) {
        claims.remove(name);
        return this;
    }

    /** Its life from now on, by the clock of {@link TestLatchkey#advance}. 15 minutes unless set. */
    public TestToken expiresIn(Duration duration) {
        life = duration;
        return this;
    }

    /** The token, signed. */
    public String mint() {
        Instant now = latchkey.now();
        Map<String, String> all = new LinkedHashMap<>(claims);
        all.put("iat", Long.toString(now.getEpochSecond()));
        all.put("auth_time", Long.toString(now.getEpochSecond()));
        all.put("exp", Long.toString(now.plus(life).getEpochSecond()));
        String members = all.entrySet().stream()
                .map(claim -> quoted(claim.getKey()) + ":" + claim.getValue())
                .collect(Collectors.joining(",", "{", "}"));
        return latchkey.sign(members);
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
