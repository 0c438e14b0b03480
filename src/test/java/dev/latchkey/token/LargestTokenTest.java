package dev.latchkey.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.Requirement;
import dev.latchkey.key.SigningKeys;
import dev.latchkey.support.ConfigReader;
import dev.latchkey.support.Randomness;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The longest access token that settings and limits allow. */
@QuarkusTest
class LargestTokenTest {

    /** RFC 6265bis §5.6: name and value together. */
    private static final int COOKIE = 4096;

    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

    @Test
    @Requirement("C-03")
    @DisplayName("with every limit used up, the access cookie is kept by browsers")
    void largestTokenFitsACookie() {
        String longest = "https://" + "a".repeat(TokenNames.MAX_CHARACTERS - 8);
        TokenNames names = new TokenNames(
                ConfigReader.read(IssuerConfig.class, Map.of("latchkey.issuer", longest)),
                ConfigReader.read(TokenConfig.class, Map.of("latchkey.token.audience", longest)));
        AccessTokenSubject subject = new AccessTokenSubject(
                new UUID(-1, -1),
                new UUID(-1, -1),
                // three bytes each, the most that a character of a username can have
                "\u0e01".repeat(254),
                // 49 roles of 20 characters and one of 20 are 1000, and user comes on top
                Stream.concat(
                                Stream.of("user"),
                                Stream.generate(() -> "r".repeat(20)).limit(50))
                        .toList(),
                NOW,
                "urn:latchkey:acr:a-rather-long-one",
                List.of("pwd", "otp", "mfa", "hwk", "user", "swk"),
                null);
        AccessTokenIssuer issuer = new AccessTokenIssuer(TestTokens.bean(SigningKeys.class), names, new Randomness());

        String token = issuer.issue(subject, NOW, NOW.plusSeconds(900)).value();

        assertThat("__Host-latchkey_access".length() + token.length())
                .as("name and value")
                .isBetween(3500, COOKIE);
    }
}
