package dev.latchkey.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.latchkey.Requirement;
import dev.latchkey.SessionRows;
import dev.latchkey.TestUser;
import dev.latchkey.TestUsers;
import dev.latchkey.Tokens;
import dev.latchkey.support.TestClock;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code POST /auth/refresh}: every verdict of the protocol. */
@Requirement({"R-02", "R-07"})
@QuarkusTest
class RefreshTest {

    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final Duration MICRO = Duration.ofNanos(1_000);

    @Inject
    TestClock clock;

    @Inject
    SessionRows rows;

    private final TestUser user = TestUsers.user().create();

    @Test
    void refreshWhenCurrentThenRotates() {
        Tokens first = user.signIn();
        clock.advance(Duration.ofMinutes(1));

        Tokens second = first.refreshed();

        assertThat(second.refresh()).isNotEqualTo(first.refresh()).hasSameSizeAs(first.refresh());
        assertThat(second.session().id()).isEqualTo(first.session().id());
        assertThat(second.callStatus()).isEqualTo(200);
        assertThat(rows.generation(second.session().id())).isEqualTo(1);
    }

    @Test
    @Requirement("R-01")
    @DisplayName("the row holds a digest only")
    void refreshTokenIsStoredAsDigest() {
        Tokens tokens = user.signIn();
        byte[] token = Base64.getUrlDecoder().decode(tokens.refresh().substring(4));

        assertThat(token).hasSize(69);
        assertThat(rows.asText(tokens.session().id()))
                .doesNotContain(hex(token, 21, 53))
                .contains(sha256Hex(token, 21, 53));
    }

    @Test
    @Requirement({"S-04", "S-05", "R-05"})
    @DisplayName("refreshing moves the idle limit only, and never past the absolute one")
    void refreshMovesIdleLimitOnly() {
        Tokens tokens = user.signIn();
        var absolute = tokens.session().expiresAt();
        while (clock.instant().plus(Duration.ofMinutes(25)).isBefore(absolute)) {
            clock.advance(Duration.ofMinutes(25));
            tokens = tokens.refreshed();
            assertThat(tokens.session().expiresAt()).isEqualTo(absolute);
        }
        assertThat(tokens.session().idleExpiresAt()).isEqualTo(absolute);
        clock.advance(Duration.between(clock.instant(), absolute).minus(MICRO));
        assertThat(tokens.refreshed().expiresIn()).isLessThanOrEqualTo(1);
    }

    @Nested
    @DisplayName("race")
    class Race {

        @Test
        void refreshWhenOneBehindWithinGraceThenSameSuccessor() {
            Tokens first = user.signIn();
            Tokens second = first.refreshed();
            clock.advance(GRACE);

            Tokens again = first.refreshed();

            assertThat(again.refresh()).isEqualTo(second.refresh());
            assertThat(again.callStatus()).isEqualTo(200);
            assertThat(again.expiresIn()).isEqualTo(second.expiresIn() - GRACE.toSeconds());
            assertThat(rows.generation(first.session().id())).isEqualTo(1);
        }

        @Test
        @Requirement({"R-04", "S-15"})
        @DisplayName("50 at once give one and the same successor, one generation further")
        void refreshWhenParallelThenOneSuccessor() throws Exception {
            Tokens first = user.signIn();
            ExecutorService pool = Executors.newFixedThreadPool(50);
            try {
                List<Future<Tokens>> replies = IntStream.range(0, 50)
                        .mapToObj(i -> pool.submit(first::refreshed))
                        .toList();
                Set<String> successors = new java.util.HashSet<>();
                for (Future<Tokens> reply : replies) {
                    successors.add(reply.get().refresh());
                }
                assertThat(successors).hasSize(1).doesNotContain(first.refresh());
                assertThat(rows.generation(first.session().id())).isEqualTo(1);
            } finally {
                pool.shutdownNow();
            }
        }
    }

    @Nested
    @DisplayName("reuse")
    class Reuse {

        @Test
        @DisplayName("lost_reply: one behind, the grace over")
        void refreshWhenGraceIsOverThenEndsSession() {
            Tokens first = user.signIn();
            Tokens second = first.refreshed();
            clock.advance(GRACE.plus(MICRO));

            expectEnded(first.tryRefresh(), "reuse_detected");

            expectEnded(second.tryRefresh(), "reuse_detected");
            assertThat(second.callStatus()).isEqualTo(401);
            assertThat(rows.auditTypes(first.session().id())).contains("session_reply_lost");
        }

        @Test
        @Requirement("R-03")
        @DisplayName("theft: two behind, at any time")
        void refreshWhenTwoBehindThenEndsSession() {
            Tokens first = user.signIn();
            Tokens third = first.refreshed().refreshed();

            expectEnded(first.tryRefresh(), "reuse_detected");

            expectEnded(third.tryRefresh(), "reuse_detected");
            assertThat(third.callStatus()).isEqualTo(401);
            assertThat(rows.auditTypes(first.session().id())).contains("authn_token_reuse");
        }

        @Test
        @DisplayName("kills one session only")
        void refreshWhenStolenThenOtherSessionsLive() {
            Tokens stolen = user.signIn();
            Tokens other = user.signIn();
            stolen.refreshed().refreshed();
            expectEnded(stolen.tryRefresh(), "reuse_detected");

            assertThat(other.refreshed().callStatus()).isEqualTo(200);
        }
    }

    @Nested
    @DisplayName("ended")
    class Ended {

        @Test
        void refreshAtIdleLimitThenIdleTimeout() {
            Tokens justInTime = user.signIn();
            Tokens tooLate = user.signIn();
            clock.advance(Duration.ofMinutes(30).minus(MICRO));
            justInTime.refreshed();
            clock.advance(MICRO);

            expectEnded(tooLate.tryRefresh(), "idle_timeout");
        }

        @Test
        void refreshAtAbsoluteLimitThenExpired() {
            Tokens tokens = user.signIn();
            for (int i = 0; i < 26; i++) {
                clock.advance(Duration.ofMinutes(27));
                tokens = tokens.refreshed();
            }
            clock.advance(Duration.between(clock.instant(), tokens.session().expiresAt()));

            expectEnded(tokens.tryRefresh(), "expired");
        }

        @Test
        void refreshWhenSignedOutThenSaysSo() {
            Tokens tokens = user.signIn();
            tokens.signOut();

            expectEnded(tokens.tryRefresh(), "signed_out");
        }

        @Test
        void refreshWhenRememberedThenLivesForDays() {
            Tokens tokens = user.signIn(Map.of("remember_me", true));
            clock.advance(Duration.ofDays(7).minus(MICRO));
            Tokens next = tokens.refreshed();
            assertThat(next.session().expiresAt()).isEqualTo(tokens.session().expiresAt());
            clock.advance(Duration.ofDays(7));

            expectEnded(next.tryRefresh(), "idle_timeout");
        }
    }

    @Nested
    @DisplayName("unknown")
    class Unknown {

        static Stream<UnaryOperator<String>> changes() {
            Stream<UnaryOperator<String>> whole = Stream.of(
                    token -> "",
                    token -> "x",
                    token -> "lkr_",
                    token -> token + "A",
                    token -> token.substring(1),
                    token -> "lkr_" + "!".repeat(92),
                    token -> token.substring(0, 94) + "==");
            Stream<UnaryOperator<String>> oneCharacter = IntStream.of(4, 5, 20, 30, 50, 80, 95)
                    .mapToObj(position -> token -> token.substring(0, position)
                            + (token.charAt(position) == 'A' ? 'B' : 'A')
                            + token.substring(position + 1));
            return Stream.concat(whole, oneCharacter);
        }

        @ParameterizedTest
        @MethodSource("changes")
        void refreshWhenTagIsWrongThenNoQueryAndInvalid(UnaryOperator<String> change) {
            String changed = change.apply(user.signIn().refresh());
            long before = rows.statements();

            expectInvalid(tokens(changed).tryRefresh());

            assertThat(rows.statements()).isEqualTo(before);
        }

        @Test
        void refreshWhenSessionIsGoneThenInvalid() {
            Tokens tokens = user.signIn();
            rows.delete(tokens.session().id());

            expectInvalid(tokens.tryRefresh());
        }

        @Test
        @DisplayName("rolled_back: the database was restored to an earlier time")
        void refreshWhenAheadOfRowThenInvalidAndSessionLives() {
            Tokens first = user.signIn();
            String backup = rows.refreshHash(first.session().id());
            Tokens second = first.refreshed();
            rows.rollBack(first.session().id(), backup);

            expectInvalid(second.tryRefresh());

            assertThat(first.refreshed().callStatus()).isEqualTo(200);
        }
    }

    @Test
    @Requirement("A-07")
    @DisplayName("an access token never outlives its session")
    void accessTokenEndsWithSession() {
        Tokens tokens = user.signIn();
        while (clock.instant()
                .plus(Duration.ofMinutes(20))
                .isBefore(tokens.session().expiresAt())) {
            clock.advance(Duration.ofMinutes(20));
            tokens = tokens.refreshed();
        }
        clock.advance(
                Duration.between(clock.instant(), tokens.session().expiresAt()).minusMinutes(1));

        assertThat(tokens.refreshed().expiresIn()).isEqualTo(60);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "DELETE"})
    @Requirement("R-01")
    @DisplayName("POST only")
    void refreshWithOtherMethodThen405(String method) {
        io.restassured.RestAssured.given()
                .request(method, "/auth/refresh")
                .then()
                .statusCode(405)
                .body("code", equalTo("method-not-allowed"));
    }

    private static Tokens tokens(String refresh) {
        return new Tokens("Bearer", "", 0, refresh, 0, null, null);
    }

    private static void expectEnded(Response response, String reason) {
        response.then()
                .statusCode(401)
                .contentType("application/problem+json")
                .header("WWW-Authenticate", startsWith("Bearer"))
                .header("Cache-Control", "no-store")
                .body("code", equalTo("session-ended"))
                .body("reason", equalTo(reason));
    }

    private static void expectInvalid(Response response) {
        response.then()
                .statusCode(401)
                .body("code", equalTo("invalid-refresh-token"))
                .body("reason", nullValue());
    }

    private static String hex(byte[] bytes, int from, int to) {
        return java.util.HexFormat.of().formatHex(bytes, from, to);
    }

    private static String sha256Hex(byte[] bytes, int from, int to) {
        try {
            return java.util.HexFormat.of()
                    .formatHex(java.security.MessageDigest.getInstance("SHA-256")
                            .digest(java.util.Arrays.copyOfRange(bytes, from, to)));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
