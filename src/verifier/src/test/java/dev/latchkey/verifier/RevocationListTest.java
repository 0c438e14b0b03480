package dev.latchkey.verifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RevocationListTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final String SESSION = "01931c0e-8d2b-7cc1-9f0a-2b6d3f1f7f10";
    private static final String TOKEN = "AZMcDo0rfMGfCits_x9_EA";

    private final RevocationList list = new RevocationList(100);

    @Test
    void idsAreComparedExactly() throws FeedException {
        learn(TokenKind.SID, SESSION, NOW.plusSeconds(60));
        learn(TokenKind.JTI, TOKEN, NOW.plusSeconds(60));
        learn(TokenKind.KID, "key-1", NOW.plusSeconds(60));

        assertThat(list.contains(TokenKind.SID, SESSION)).isTrue();
        assertThat(list.contains(TokenKind.JTI, TOKEN)).isTrue();
        assertThat(list.contains(TokenKind.KID, "key-1")).isTrue();
        assertThat(list.contains(TokenKind.JTI, SESSION)).isFalse();
        assertThat(list.contains(TokenKind.SID, SESSION.toUpperCase(java.util.Locale.ROOT)))
                .isFalse();
        assertThat(list.contains(TokenKind.SID, SESSION.replace('-', '0'))).isFalse();
        // the same 16 bytes, written otherwise
        assertThat(list.contains(TokenKind.JTI, TOKEN.replaceAll("A$", "B"))).isFalse();
        assertThat(list.contains(TokenKind.KID, "key-2")).isFalse();
        assertThat(list.contains(TokenKind.KID, "")).isFalse();
    }

    @Test
    void everyDigitCounts() throws FeedException {
        learn(TokenKind.SID, SESSION, NOW.plusSeconds(60));
        learn(TokenKind.JTI, TOKEN, NOW.plusSeconds(60));

        for (char other : "0f-AZ_=\u0100\u0130\uff30".toCharArray()) {
            assertThat(neighbours(SESSION, other)).noneMatch(id -> list.contains(TokenKind.SID, id));
            assertThat(neighbours(TOKEN, other)).noneMatch(id -> list.contains(TokenKind.JTI, id));
        }
    }

    /** The id with one character replaced, at each place in turn. */
    private static List<String> neighbours(String id, char other) {
        return IntStream.range(0, id.length())
                .filter(i -> id.charAt(i) != other)
                .mapToObj(i -> id.substring(0, i) + other + id.substring(i + 1))
                .toList();
    }

    @Test
    void idsOfOneKindNeverMeetThoseOfAnotherForm() throws FeedException {
        UUID zero = new UUID(0, 0);
        learn(TokenKind.JTI, zero.toString(), NOW.plusSeconds(60));

        for (String other : List.of("\u0000", "", "0", "zzzzzzzzzzzzzzzzzzzzzz", "é".repeat(22), "é".repeat(36))) {
            assertThat(list.contains(TokenKind.JTI, other)).as(other).isFalse();
        }
        // of the right length in characters, but not in bytes
        assertThat(list.contains(TokenKind.JTI, "\uD83D\uDE00" + "A".repeat(20)))
                .isFalse();
        assertThat(list.contains(TokenKind.SID, SESSION.substring(0, 34) + "\uD83D\uDE00"))
                .isFalse();
    }

    @Test
    void entriesLastUntilTheyExpireAndNoLonger() throws FeedException {
        learn(TokenKind.SID, SESSION, NOW.plusSeconds(60));
        learn(TokenKind.JTI, TOKEN, NOW.plusMillis(60_500));

        list.dropExpired(NOW.plusSeconds(60).minusNanos(1));
        assertThat(list.size()).isEqualTo(2);
        list.dropExpired(NOW.plusSeconds(60));
        assertThat(list.contains(TokenKind.SID, SESSION)).isFalse();
        assertThat(list.contains(TokenKind.JTI, TOKEN)).isTrue();
        list.dropExpired(NOW.plusSeconds(61));
        assertThat(list.size()).isZero();
    }

    @Test
    void laterExpiryCounts() throws FeedException {
        assertThat(learn(TokenKind.SID, SESSION, NOW.plusSeconds(60))).isTrue();
        assertThat(learn(TokenKind.SID, SESSION, NOW.plusSeconds(90))).isFalse();
        assertThat(learn(TokenKind.SID, SESSION, NOW.plusSeconds(30))).isFalse();

        list.dropExpired(NOW.plusSeconds(89));
        assertThat(list.contains(TokenKind.SID, SESSION)).isTrue();
        list.dropExpired(NOW.plusSeconds(90));
        assertThat(list.contains(TokenKind.SID, SESSION)).isFalse();
    }

    @Test
    void moreThanCanBeTrueIsRefused() throws FeedException {
        for (int i = 0; i < 100; i++) {
            learn(TokenKind.SID, new UUID(0, i).toString(), NOW.plusSeconds(60));
        }

        assertThatThrownBy(() -> learn(TokenKind.JTI, "one more", NOW.plusSeconds(60)))
                .isInstanceOf(FeedException.class);
        assertThat(learn(TokenKind.SID, new UUID(0, 5).toString(), NOW.plusSeconds(90)))
                .isFalse();
    }

    @Test
    void whatHasExpiredMakesRoom() throws FeedException {
        for (int i = 0; i < 100; i++) {
            learn(TokenKind.SID, new UUID(0, i).toString(), NOW.plusSeconds(i < 3 ? -1 : 60));
        }

        assertThat(learn(TokenKind.JTI, TOKEN, NOW.plusSeconds(60))).isTrue();

        assertThat(list.size()).isEqualTo(98);
        assertThat(list.contains(TokenKind.JTI, TOKEN)).isTrue();
        assertThat(list.contains(TokenKind.SID, new UUID(0, 2).toString())).isFalse();
        assertThat(list.contains(TokenKind.SID, new UUID(0, 3).toString())).isTrue();
    }

    @Test
    void theSameBitsInAnotherFormAreAnotherId() throws FeedException {
        UUID id = UUID.fromString(SESSION);
        byte[] bytes = ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
        String sameBits = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        for (TokenKind kind : TokenKind.values()) {
            learn(kind, SESSION, NOW.plusSeconds(60));

            assertThat(list.contains(kind, sameBits)).as("%s", kind).isFalse();
            assertThat(list.contains(kind, SESSION)).as("%s", kind).isTrue();
        }
        list.dropExpired(NOW.plusSeconds(60));
        assertThat(list.size()).isZero();
    }

    @Test
    void extremeTimesAreTaken() throws FeedException {
        learn(TokenKind.KID, "for ever", Instant.MAX);
        learn(TokenKind.KID, "never", Instant.MIN);

        list.dropExpired(NOW);

        assertThat(list.contains(TokenKind.KID, "for ever")).isTrue();
        assertThat(list.contains(TokenKind.KID, "never")).isFalse();
    }

    private boolean learn(TokenKind kind, String tokenId, Instant expiresAt) throws FeedException {
        return list.learn(new Revocation(kind, tokenId, NOW, expiresAt), NOW);
    }
}
