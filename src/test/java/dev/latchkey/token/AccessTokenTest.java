package dev.latchkey.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.Requirement;
import dev.latchkey.key.SigningKeys;
import dev.latchkey.session.Assurance;
import dev.latchkey.support.Randomness;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jose4j.json.JsonUtil;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.Test;

/** What an access token says. */
@QuarkusTest
class AccessTokenTest {

    private final AccessTokenIssuer issuer;
    private final SigningKeys signingKeys;
    private final Clock clock;

    AccessTokenTest(AccessTokenIssuer issuer, SigningKeys signingKeys, Clock clock) {
        this.issuer = issuer;
        this.signingKeys = signingKeys;
        this.clock = clock;
    }

    @Requirement("A-01")
    @Test
    void issueWritesAlgKidAndTypIntoTheHeader() throws JoseException {
        assertThat(part(TestTokens.user().issue(), 0))
                .isEqualTo(Map.of(
                        "alg", "ES256",
                        "kid", signingKeys.signing().kid(),
                        "typ", "at+jwt"));
    }

    /** Exactly these claims. */
    @Requirement({"A-02", "A-03", "A-18"})
    @Test
    void issueWritesTheClaimsOfTheContractAndNoOther() throws JoseException {
        AccessTokenSubject subject = TestTokens.user()
                .withRole("admin")
                .withAuthenticatedAgo(Duration.ofMinutes(3))
                .subject();
        Instant now = clock.instant();
        IssuedAccessToken token = issuer.issue(subject, now, now.plusSeconds(900));

        Map<String, Object> expected = new java.util.HashMap<>();
        expected.put("iss", "http://localhost:8080");
        expected.put("sub", subject.userId().toString());
        expected.put("aud", "http://localhost:8080");
        expected.put("client_id", "latchkey");
        expected.put("iat", now.getEpochSecond());
        expected.put("exp", now.getEpochSecond() + 900);
        expected.put("jti", token.tokenId());
        expected.put("sid", subject.sessionId().toString());
        expected.put("auth_time", now.getEpochSecond() - 180);
        expected.put("acr", subject.acr());
        expected.put("amr", subject.amr());
        expected.put("upn", "alice@example.org");
        expected.put("groups", java.util.List.of("user", "admin"));
        assertThat(part(token.value(), 1)).isEqualTo(expected);
    }

    /** Names may hold whatever people are called. */
    @Test
    void issueKeepsEveryCharacterOfAName() throws JoseException {
        AccessTokenSubject one = TestTokens.user().subject();
        String name = "Zoë \"\\\u0001\u2028 \ud83d\ude00";
        AccessTokenSubject odd = new AccessTokenSubject(
                one.userId(), one.sessionId(), name, one.roles(), one.authenticatedAt(), one.acr(), one.amr(), null);
        Instant now = clock.instant();

        assertThat(part(issuer.issue(odd, now, now.plusSeconds(9)).value(), 1)).containsEntry("upn", name);
    }

    /** Small enough for a cookie and for every proxy's limit. */
    @Requirement("A-17")
    @Test
    void issueStaysUnder700BytesWithTwoRoles() {
        assertThat(TestTokens.user().withRole("admin").issue()).hasSizeLessThan(700);
    }

    @Test
    void issueStaysUnder700BytesWithABindingToo() {
        AccessTokenSubject one = TestTokens.user().withRole("admin").subject();
        AccessTokenSubject bound = new AccessTokenSubject(
                one.userId(),
                one.sessionId(),
                one.username(),
                one.roles(),
                one.authenticatedAt(),
                Assurance.ONE_FACTOR,
                one.amr(),
                "HRCmEx-zKJBO3qugyyGptA");
        Instant now = clock.instant();

        assertThat(issuer.issue(bound, now, now.plusSeconds(900)).value()).hasSizeLessThan(700);
    }

    @Requirement("A-06")
    @Test
    void issueOnTwoNodesGivesEachTokenARandomIdOf128Bits() {
        AccessTokenIssuer other =
                new AccessTokenIssuer(signingKeys, TestTokens.bean(TokenNames.class), new Randomness());
        AccessTokenSubject subject = TestTokens.user().subject();
        Instant now = clock.instant();
        Set<String> ids = Stream.of(issuer, other)
                .parallel()
                .flatMap(node -> IntStream.range(0, 50_000)
                        .mapToObj(i ->
                                node.issue(subject, now, now.plusSeconds(900)).tokenId()))
                .collect(Collectors.toSet());

        assertThat(ids).hasSize(100_000).allMatch(id -> Base64.getUrlDecoder().decode(id).length == 16);
    }

    /** Whole seconds, rounded towards the earlier end. */
    @Requirement("A-07")
    @Test
    void issueNeverOutlivesTheGivenEnd() throws JoseException {
        Instant now = clock.instant();
        String token = issuer.issue(TestTokens.user().subject(), now, now.plusMillis(59_999))
                .value();

        assertThat(part(token, 1)).containsEntry("exp", now.plusMillis(59_999).getEpochSecond());
    }

    @Test
    void toStringDoesNotShowTheToken() throws InvalidTokenException {
        Instant now = clock.instant();
        IssuedAccessToken issued = issuer.issue(TestTokens.user().subject(), now, now.plusSeconds(9));

        assertThat(issued).hasToString("IssuedAccessToken " + issued.tokenId());
        assertThat(TestTokens.bean(AccessTokenVerifier.class).verify(issued.value()))
                .hasToString("VerifiedToken " + issued.tokenId());
    }

    private static Map<String, Object> part(String token, int index) throws JoseException {
        byte[] json = Base64.getUrlDecoder().decode(token.split("\\.", -1)[index]);
        return JsonUtil.parseJson(new String(json, StandardCharsets.UTF_8));
    }
}
