package dev.latchkey.signin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.SessionRows;
import dev.latchkey.TestUser;
import dev.latchkey.TestUsers;
import dev.latchkey.Tokens;
import dev.latchkey.problem.ProblemException;
import dev.latchkey.problem.ProblemType;
import dev.latchkey.session.Requester;
import dev.latchkey.support.TestClock;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random sequences of refreshes, replays, sign-outs and moves of the clock, back as well as far as a node goes on, each answer compared with a small model of the protocol:
 * never a fork, never a resurrection. A failing seed is in the test's name; put it into {@link #seeds()} to run it again.
 */
@QuarkusTest
class RefreshModelTest {

    private static final int SEQUENCES = 120;
    private static final int STEPS = 40;
    private static final List<String> ENDS = new ArrayList<>();

    @Inject
    TokenRefreshes refreshes;

    @Inject
    SignOuts signOuts;

    @Inject
    TestClock clock;

    @Inject
    SessionRows rows;

    @AfterAll
    static void everyEndWasReached() {
        if (ENDS.size() == SEQUENCES) { // and not one that failed before
            assertThat(ENDS).contains("expired", "idle_timeout", "reuse_detected", "signed_out");
        }
    }

    static LongStream seeds() {
        return new Random().longs(SEQUENCES);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void answersAsTheModelDoes(long seed) {
        Random random = new Random(seed);
        TestUser user = TestUsers.user().create();
        Tokens start = user.signIn();
        Model model = new Model(start, clock.instant());
        if (random.nextBoolean()) {
            stay(model, random);
        }
        for (int step = 0; step < STEPS; step++) {
            int choice = random.nextInt(100);
            if (choice < 45) {
                present(model, model.tokens.size() - 1);
            } else if (choice < 70) {
                present(model, Math.max(0, model.tokens.size() - 2));
            } else if (choice < 75) {
                present(model, random.nextInt(model.tokens.size()));
            } else if (choice < 77) {
                signOuts.signOut(model.tokens.get(random.nextInt(model.tokens.size())), null);
                model.signOut();
            } else if (choice < 82) {
                clock.stepBack(Duration.ofNanos(random.nextInt(2_000_001) * 1_000L));
            } else {
                clock.advance(randomDuration(random));
            }
        }
        ENDS.add(model.ended);
        assertThat(rows.liveSessions(user.id())).isLessThanOrEqualTo(1);
    }

    /** Uses the session for up to nineteen hours, never away for as long as the idle limit allows. */
    private void stay(Model model, Random random) {
        for (int visits = random.nextInt(40); visits > 0; visits--) {
            clock.advance(Duration.ofMinutes(28).plusSeconds(random.nextInt(60)));
            present(model, model.tokens.size() - 1);
        }
    }

    private void present(Model model, int index) {
        Instant now = clock.instant();
        String expected = model.present(index, now);
        String answered;
        try {
            Admission admission = refreshes.refresh(
                    model.tokens.get(index), dev.latchkey.session.Transport.BODY, null, new Requester(null, null));
            answered = model.successorOf(index, admission.session().token());
            assertThat(admission.session().grant().accessExpiresAt()).isEqualTo(model.accessExpiresAt);
        } catch (ProblemException e) {
            assertThat(e.type()).isEqualTo(ProblemType.SESSION_ENDED);
            answered = rows.endReason(model.id);
        }
        assertThat(answered).isEqualTo(expected);
        assertThat(rows.generation(model.id)).isEqualTo(model.tokens.size() - 1);
    }

    private static Duration randomDuration(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> Duration.ofSeconds(9).plusNanos(random.nextInt(2_000_000) * 1_000L);
            case 1 -> Duration.ofMillis(random.nextInt(10_000));
            case 2 -> Duration.ofSeconds(random.nextInt(20));
            case 3 -> Duration.ofMinutes(random.nextInt(29));
            case 4 -> Duration.ofMinutes(29).plusSeconds(random.nextInt(70));
            default -> Duration.ZERO;
        };
    }

    /** The protocol for one session, as a reader of its description would act it out. */
    private static final class Model {

        private static final Duration GRACE = Duration.ofSeconds(10);
        private static final Duration ACCESS = Duration.ofMinutes(15);
        private static final Duration IDLE = Duration.ofMinutes(30);

        final UUID id;
        final List<String> tokens = new ArrayList<>();
        private final Instant absolute;
        private Instant idle;
        private Instant rotatedAt;
        private Instant accessExpiresAt;
        private String ended = "";

        Model(Tokens start, Instant now) {
            id = start.session().id();
            tokens.add(start.refresh());
            absolute = now.plus(Duration.ofHours(12));
            idle = now.plus(IDLE);
            rotatedAt = now;
            accessExpiresAt = accessExpiresAt();
        }

        String present(int index, Instant now) {
            if (ended.isEmpty() && !now.isBefore(idle)) {
                ended = idle.equals(absolute) ? "expired" : "idle_timeout";
            }
            if (!ended.isEmpty()) {
                return ended;
            }
            int current = tokens.size() - 1;
            if (index == current) {
                rotatedAt = now;
                idle = earlier(now.plus(IDLE), absolute);
                accessExpiresAt = accessExpiresAt();
                tokens.add("");
                return "rotated";
            }
            if (index == current - 1 && !now.isAfter(rotatedAt.plus(GRACE))) {
                return "same successor";
            }
            ended = "reuse_detected";
            return ended;
        }

        /** Of what a rotation gives, and whoever races with it gets too. */
        private Instant accessExpiresAt() {
            return earlier(rotatedAt.plus(ACCESS), idle).truncatedTo(ChronoUnit.SECONDS);
        }

        private static Instant earlier(Instant one, Instant other) {
            return one.isBefore(other) ? one : other;
        }

        String successorOf(int index, String answered) {
            String known = tokens.get(index + 1);
            if (!known.isEmpty()) {
                return known.equals(answered) ? "same successor" : "a fork";
            }
            tokens.set(index + 1, answered);
            return "rotated";
        }

        void signOut() {
            if (ended.isEmpty()) {
                ended = "signed_out";
            }
        }
    }
}
