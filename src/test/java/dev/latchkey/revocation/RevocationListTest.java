package dev.latchkey.revocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.Requirement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RevocationListTest {

    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00.123456Z");
    private static final Instant EXPIRY = NOW.plus(Duration.ofMinutes(17));
    private static final String SID = "0195510c-1f2e-7abc-8def-0123456789ab";

    private final RevocationList list = new RevocationList();

    private static RevokedToken token(TokenKind kind, String id, Instant expiresAt) {
        return new RevokedToken(kind, id, NOW, expiresAt, "signed_out");
    }

    @ParameterizedTest
    @CsvSource({
        "SID, 0195510c-1f2e-7abc-8def-0123456789ab, 0195510c-1f2e-7abc-8def-0123456789ac",
        "SID, ffffffff-ffff-ffff-ffff-ffffffffffff, 0fffffff-ffff-ffff-ffff-ffffffffffff",
        "SID, 00000000-0000-0000-0000-000000000000, 00000000-0000-0000-8000-000000000000",
        "SID, 0195510C-1F2E-7ABC-8DEF-0123456789AB, 0195510c-1f2e-7abc-8def-0123456789ab",
        "SID, not-a-uuid-but-just-as-long-as-one-is, 0195510c-1f2e-7abc-8def-0123456789ab",
        "JTI, AAAAAAAAAAAAAAAAAAAAAA, AAAAAAAAAAAAAAAAAAAAAQ",
        "JTI, __________-_-_-_-_-_-w, __________-_-_-_-_-_-A",
        "JTI, AAAAAAAAAAAAAAAAAAAAAB, AAAAAAAAAAAAAAAAAAAAAA",
        "JTI, ZmFyLXRvby1zaG9ydA, ZmFyLXRvby1zaG9ydB",
        "JTI, äAAAAAAAAAAAAAAAAAAAAA, AAAAAAAAAAAAAAAAAAAAAA",
        "KID, NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs, NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xt"
    })
    void learnKeepsTheExactId(TokenKind kind, String id, String other) {
        list.learn(token(kind, id, EXPIRY));

        assertThat(list.contains(kind, id)).isTrue();
        assertThat(list.contains(kind, other)).isFalse();
        list.beginLoad();
        assertThat(list.findUnconfirmed(NOW)).extracting(RevokedToken::tokenId).containsExactly(id);
    }

    @Test
    void containsWhenTheKindDiffersThenIsFalse() {
        list.learn(token(TokenKind.SID, SID, EXPIRY));

        assertThat(list.contains(TokenKind.JTI, SID)).isFalse();
        assertThat(list.contains(TokenKind.KID, SID)).isFalse();
    }

    @Test
    void reasonIsTheOneOfTheRevocation() {
        list.learn(token(TokenKind.SID, SID, EXPIRY));

        assertThat(list.reason(TokenKind.SID, SID)).contains("signed_out");
        assertThat(list.reason(TokenKind.JTI, SID)).isEmpty();
    }

    /** An entry is kept until its expiry and not a moment less. */
    @Requirement("V-05")
    @Test
    void dropExpiredAtTheBoundary() {
        Instant expiry = Instant.parse("2026-03-01T10:17:00Z");
        list.learn(token(TokenKind.SID, SID, expiry));

        list.dropExpired(expiry.minusNanos(1_000));
        assertThat(list.contains(TokenKind.SID, SID)).isTrue();

        list.dropExpired(expiry);
        assertThat(list.contains(TokenKind.SID, SID)).isFalse();
        assertThat(list.size()).isZero();
    }

    @Test
    void dropExpiredWhenTheExpiryIsWithinASecondThenRoundsUp() {
        list.learn(token(TokenKind.SID, SID, EXPIRY));

        list.dropExpired(EXPIRY);

        assertThat(list.contains(TokenKind.SID, SID)).isTrue();
    }

    @Test
    void learnWhenRepeatedThenTheLaterExpiryCounts() {
        assertThat(list.learn(token(TokenKind.SID, SID, EXPIRY))).isTrue();
        assertThat(list.learn(token(TokenKind.SID, SID, EXPIRY.plusSeconds(60))))
                .isFalse();
        assertThat(list.learn(token(TokenKind.SID, SID, EXPIRY.plusSeconds(30))))
                .isFalse();

        list.dropExpired(EXPIRY.plusSeconds(59));

        assertThat(list.contains(TokenKind.SID, SID)).isTrue();
        assertThat(list.size()).isOne();
    }

    @Test
    void learnWhenTheExpiryIsBeyondTheCalendarThenStays() {
        list.learn(token(TokenKind.KID, "kid", Instant.parse("9999-12-31T23:59:59Z")));

        list.dropExpired(Instant.parse("2100-01-01T00:00:00Z"));

        assertThat(list.contains(TokenKind.KID, "kid")).isTrue();
    }

    @Test
    void findUnconfirmedWhenALoadLacksEntriesThenReturnsTheseWhole() {
        RevokedToken kept = token(TokenKind.JTI, "AAAAAAAAAAAAAAAAAAAAAA", Instant.parse("2026-03-01T10:17:00Z"));
        RevokedToken lost = token(TokenKind.SID, SID, Instant.parse("2026-03-01T10:17:00Z"));
        List.of(kept, lost).forEach(list::learn);

        list.beginLoad();
        list.learn(kept);
        list.learn(token(TokenKind.KID, "learned while the load ran", EXPIRY));

        assertThat(list.findUnconfirmed(NOW)).containsExactly(lost);
        assertThat(list.findUnconfirmed(EXPIRY.plusSeconds(1))).isEmpty();
    }
}
