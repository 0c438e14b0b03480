package dev.latchkey.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.Requirement;
import dev.latchkey.support.Randomness;
import dev.latchkey.support.TestPurposeKeys;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the client of a new session gets. */
class FirstTokensTest {

    private static final int MANY = 100_000;

    @ParameterizedTest
    @EnumSource(Transport.class)
    @Requirement("S-01")
    @DisplayName("one session, a hundred thousand secrets, and none twice")
    void secretsDoNotRepeat(Transport transport) {
        UUID session = UUID.fromString("01999999-0000-7000-8000-000000000001");
        Randomness randomness = new Randomness();
        FirstTokens tokens = new FirstTokens(
                new RefreshTokens(TestPurposeKeys.of("1:A"), randomness), new SessionTokens(randomness));
        Set<String> seen = new HashSet<>();

        for (int i = 0; i < MANY; i++) {
            seen.add(tokens.create(session, transport).value());
        }

        assertThat(seen).hasSize(MANY);
    }
}
