package dev.latchkey.token;

import dev.latchkey.support.Ids;
import io.quarkus.arc.Arc;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Makes access tokens of people who need not exist: {@code TestTokens.user().withRole("admin").issue()}. */
public final class TestTokens {

    private final List<String> roles = new ArrayList<>(List.of("user"));
    private final Instant now = bean(Clock.class).instant();
    private Duration authenticatedAgo = Duration.ZERO;
    private Duration ttl = Duration.ofMinutes(15);

    private TestTokens() {}

    public static TestTokens user() {
        return new TestTokens();
    }

    public TestTokens withRole(String role) {
        roles.add(role);
        return this;
    }

    public TestTokens withAuthenticatedAgo(Duration value) {
        authenticatedAgo = value;
        return this;
    }

    public TestTokens withTtl(Duration value) {
        ttl = value;
        return this;
    }

    /** Whom the token is for. */
    public AccessTokenSubject subject() {
        Ids ids = bean(Ids.class);
        return new AccessTokenSubject(
                ids.next(),
                ids.next(),
                "alice@example.org",
                roles,
                now.minus(authenticatedAgo),
                "urn:latchkey:acr:password",
                List.of("pwd"),
                null);
    }

    public String issue() {
        return bean(AccessTokenIssuer.class)
                .issue(subject(), now, now.plus(ttl))
                .value();
    }

    /** One that the service signed for another audience. */
    public static String forAnotherAudience() {
        return ForgedToken.good().claim("aud", "\"https://other.example.org\"").sign();
    }

    static <T> T bean(Class<T> type) {
        return Arc.container().instance(type).get();
    }
}
