package dev.latchkey.verifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.latchkey.verifier.VerifierSettings.Readiness;
import dev.latchkey.verifier.VerifierSettings.WhenStale;
import dev.latchkey.verifier.testkit.TestLatchkey;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A verifier follows a feed over a network that fails in every way it can. */
class FollowingTest {

    private static final Duration LONG = Duration.ofSeconds(15);
    private static final Duration MAX_STALENESS = Duration.ofSeconds(30);

    private final TestLatchkey latchkey = TestLatchkey.start();
    private final BadNetwork network;
    private final AtomicLong aheadNanos = new AtomicLong();
    private final AtomicReference<Runnable> atEachHeartbeat = new AtomicReference<>(() -> {});
    private final Verifier verifier;

    FollowingTest() throws IOException {
        network = new BadNetwork(latchkey.issuer());
        verifier = verifier(WhenStale.REJECT);
    }

    private Verifier verifier(WhenStale whenStale) {
        return verifier(whenStale, Clock.systemUTC());
    }

    private Verifier verifier(WhenStale whenStale, Clock clock) {
        return new Verifier(
                new VerifierSettings(
                        network.url(), MAX_STALENESS, whenStale, Readiness.LOADED, null, Duration.ofSeconds(1)),
                clock,
                this::nanos);
    }

    /** The follower's thread asks for it at each heartbeat. */
    private long nanos() {
        if (Thread.currentThread().getName().equals("latchkey-verifier")) {
            atEachHeartbeat.get().run();
        }
        return System.nanoTime() + aheadNanos.get();
    }

    @AfterEach
    void stop() {
        verifier.stop();
        network.close();
        latchkey.close();
    }

    @Test
    @DisplayName("a token, a session and a key are refused by jti, sid and kid, and no others")
    void refusesWhatIsRevoked() throws Exception {
        startAndLoad();
        String token = latchkey.token("ada").mint();
        String session = latchkey.token("ada")
                .session("01931c0e-8d2b-7cc1-9f0a-2b6d3f1f7f10")
                .mint();
        String sameSession = latchkey.token("ada")
                .session("01931c0e-8d2b-7cc1-9f0a-2b6d3f1f7f10")
                .mint();
        String other = latchkey.token("bob").mint();
        JsonWebToken verifiedOther = verified(other);

        latchkey.revoke(token);
        latchkey.endSession(session);

        await().atMost(LONG).until(() -> verifier.size() == 2);
        assertThat(judge(token)).isEqualTo(Verdict.REVOKED);
        assertThat(judge(session)).isEqualTo(Verdict.REVOKED);
        assertThat(judge(sameSession)).isEqualTo(Verdict.REVOKED);
        assertThat(judge(other)).isEqualTo(Verdict.GOOD);

        latchkey.withdrawKey(other);

        await().atMost(LONG).until(() -> verifier.judge(verifiedOther) == Verdict.REVOKED);
        assertThat(judge(latchkey.token("bob").mint())).isEqualTo(Verdict.GOOD);
    }

    @Test
    @DisplayName("what was revoked before the start is known; until then no token is good")
    void knowsWhatWasRevokedBefore() throws Exception {
        String token = latchkey.token("ada").mint();
        latchkey.revoke(token);
        assertThat(verifier.isReady()).isFalse();

        // a container that starts nothing: the first token does
        assertThat(judge(token)).isNotEqualTo(Verdict.GOOD);

        await().atMost(LONG).until(verifier::isReady);
        assertThat(judge(token)).isEqualTo(Verdict.REVOKED);
        assertThat(verifier.timeToDeny().count()).isZero();
    }

    @Test
    @DisplayName("cut for 5 s: what is revoked meanwhile is known soon after, by resuming, not by loading everything")
    void resumesWithoutLoss() throws Exception {
        startAndLoad();
        String before = latchkey.token("ada").mint();
        latchkey.revoke(before);
        await().atMost(LONG).until(() -> judge(before) == Verdict.REVOKED);

        network.cut();
        String meanwhile = latchkey.token("ada").mint();
        latchkey.revoke(meanwhile);
        Instant end = Clock.systemUTC().instant().plusSeconds(5);
        await().atMost(LONG).until(() -> Clock.systemUTC().instant().isAfter(end));
        assertThat(judge(meanwhile)).isEqualTo(Verdict.GOOD);
        assertThat(judge(before)).isEqualTo(Verdict.REVOKED);
        network.mend();

        await().atMost(LONG).until(() -> judge(meanwhile) == Verdict.REVOKED);
        assertThat(latchkey.feed().cursors()).hasSize(2).first().isEqualTo("");
        assertThat(latchkey.feed().cursors().get(1)).isEqualTo("test.1");
        assertThat(verifier.timeToDeny().max()).isGreaterThan(Duration.ofSeconds(4));
        assertThat(verifier.timeToDenyCount()).isEqualTo(verifier.timeToDeny().count());
        assertThat(verifier.timeToDenyMaxSeconds()).isGreaterThan(4);
        assertThat(verifier.timeToDenySumSeconds()).isGreaterThanOrEqualTo(verifier.timeToDenyMaxSeconds());
    }

    @Test
    @DisplayName("a connection that is reset is made anew")
    void survivesReset() throws Exception {
        startAndLoad();

        network.reset();
        String token = latchkey.token("ada").mint();
        latchkey.revoke(token);

        await().atMost(LONG).until(() -> judge(token) == Verdict.REVOKED);
    }

    @Test
    @DisplayName("a connection that is silent is dead after a while, and made anew")
    void leavesSilentConnection() throws Exception {
        startAndLoad();
        network.freeze();
        String token = latchkey.token("ada").mint();
        latchkey.revoke(token);
        await().atMost(LONG).until(() -> verifier.staleness().orElseThrow().toMillis() > 2_000);
        assertThat(latchkey.feed().cursors()).hasSize(1);

        network.thaw();

        await().atMost(LONG)
                .until(() -> judge(token) == Verdict.REVOKED
                        && latchkey.feed().cursors().size() > 1);
    }

    @Test
    @DisplayName("one byte at a time is enough")
    void copesWithSlowness() throws Exception {
        network.slowDown();
        startAndLoad();
        String token = latchkey.token("ada").mint();
        latchkey.revoke(token);

        await().atMost(LONG).until(() -> judge(token) == Verdict.REVOKED);
    }

    @Test
    @DisplayName("a node that goes on speaking but hears nothing itself is not believed beyond the bound")
    void doesNotTrustDeafNode() throws Exception {
        startAndLoad();
        String token = latchkey.token("ada").mint();
        latchkey.feed().goDeaf(Duration.ZERO);
        await().atMost(LONG).until(() -> verifier.staleness().orElseThrow().toMillis() > 1_000);
        assertThat(judge(token)).isEqualTo(Verdict.GOOD);

        latchkey.feed().goDeaf(MAX_STALENESS);
        moveTime(MAX_STALENESS);

        assertThat(judge(token)).isEqualTo(Verdict.UNKNOWN);
        // another node may hear better
        await().atMost(LONG).until(() -> latchkey.feed().cursors().size() > 2);
        assertThat(judge(token)).isEqualTo(Verdict.UNKNOWN);
        latchkey.feed().hear();
        await().atMost(LONG).until(() -> judge(token) == Verdict.GOOD);
    }

    @Test
    @DisplayName("when-stale=accept: by the list as it was, but never before it was loaded")
    void acceptsWhenStaleIfToldTo() throws Exception {
        Verifier accepting = verifier(WhenStale.ACCEPT);
        JsonWebToken good = verified(latchkey.token("ada").mint());
        String token = latchkey.token("ada").mint();
        JsonWebToken revoked = verified(token);
        latchkey.revoke(token);
        assertThat(accepting.judge(good)).isEqualTo(Verdict.UNKNOWN);
        await().atMost(LONG).until(accepting::isLoaded);

        network.cut();
        moveTime(MAX_STALENESS.plusSeconds(1));

        assertThat(accepting.isStale()).isTrue();
        assertThat(accepting.judge(good)).isEqualTo(Verdict.GOOD);
        assertThat(accepting.judge(revoked)).isEqualTo(Verdict.REVOKED);
        accepting.stop();
    }

    @Test
    @DisplayName("started while the service is away, it follows as soon as it is there")
    void startsWithoutTheService() throws Exception {
        network.cut();
        verifier.start();
        String token = latchkey.token("ada").mint();
        assertThat(judge(token)).isEqualTo(Verdict.UNKNOWN);

        network.mend();

        await().atMost(LONG).until(() -> judge(token) == Verdict.GOOD);
    }

    @Test
    @DisplayName("a cursor that cannot be resumed from brings the whole list, and nothing known is forgotten")
    void takesTheWholeListWhenItMust() throws Exception {
        startAndLoad();
        String first = latchkey.token("ada").mint();
        latchkey.revoke(first);
        await().atMost(LONG).until(() -> judge(first) == Verdict.REVOKED);

        latchkey.feed().forgetCursors();
        network.reset();
        String second = latchkey.token("ada").mint();
        latchkey.revoke(second);

        await().atMost(LONG).until(() -> judge(second) == Verdict.REVOKED);
        assertThat(judge(first)).isEqualTo(Verdict.REVOKED);
        assertThat(verifier.size()).isEqualTo(2);
    }

    @Test
    @DisplayName("stopping waits for what its thread is just doing, for the application's classes go next")
    void stopWaitsForTheThread() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        startAndLoad();
        atEachHeartbeat.set(() -> {
            busy.countDown();
            awaitInSpiteOfInterrupts(done);
        });
        busy.await();

        Thread stopping = new Thread(verifier::stop);
        stopping.start();

        await().atMost(LONG).until(() -> stopping.getState() == Thread.State.TIMED_WAITING);
        done.countDown();
        stopping.join();
    }

    private static void awaitInSpiteOfInterrupts(CountDownLatch latch) {
        boolean interrupted = Thread.interrupted();
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    @DisplayName("what a runtime accepts for more than a minute after its expiry is refused: its revocation will be"
            + " forgotten")
    void refusesWhatExpiredLongAgo() throws Exception {
        JsonWebToken token = verified(latchkey.token("ada").mint());
        Instant latest = Instant.ofEpochSecond(token.getExpirationTime()).plusSeconds(60);

        assertThat(judgeAt(latest, token)).isEqualTo(Verdict.GOOD);
        assertThat(judgeAt(latest.plusSeconds(1), token)).isEqualTo(Verdict.EXPIRED);
    }

    private Verdict judgeAt(Instant now, JsonWebToken token) {
        Verifier then = verifier(WhenStale.REJECT, Clock.fixed(now, ZoneOffset.UTC));
        then.start();
        try {
            await().atMost(LONG).until(then::isLoaded);
            return then.judge(token);
        } finally {
            then.stop();
        }
    }

    @Test
    @DisplayName("switched off, it judges nothing")
    void switchedOffJudgesNothing() throws Exception {
        Verifier off = new Verifier(null, Clock.systemUTC(), System::nanoTime);
        off.start();

        assertThat(off.judge(verified(latchkey.token("ada").mint()))).isEqualTo(Verdict.GOOD);
        assertThat(off.isReady()).isTrue();
    }

    private void startAndLoad() {
        verifier.start();
        await().atMost(LONG).until(verifier::isLoaded);
    }

    private void moveTime(Duration duration) {
        aheadNanos.addAndGet(duration.toNanos());
    }

    private JsonWebToken verified(String token) throws Exception {
        return StockJwt.verify(latchkey, token);
    }

    private Verdict judge(String token) throws Exception {
        return verifier.judge(verified(token));
    }
}
