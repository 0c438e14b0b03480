package dev.latchkey.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.Requirement;
import dev.latchkey.SessionRows;
import dev.latchkey.TestUser;
import dev.latchkey.TestUsers;
import dev.latchkey.Tokens;
import dev.latchkey.support.TestClock;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Cleaning. */
@Requirement("G-07")
@QuarkusTest
class SessionSweepTest {

    @Inject
    SessionSweep sweep;

    @Inject
    SessionSweeper sweeper;

    @Inject
    MeterRegistry metrics;

    @Inject
    TestClock clock;

    @Inject
    SessionRows rows;

    @Inject
    DataSource database;

    private final TestUser user = TestUsers.user().create();

    @Test
    void walkWhenIdleThenEndsWithReason() {
        Tokens idle = user.signIn();
        Tokens remembered = user.signIn(java.util.Map.of("remember_me", true));
        clock.advance(Duration.ofMinutes(30));

        walk();

        assertThat(rows.endReason(idle.session().id())).isEqualTo("idle_timeout");
        assertThat(rows.endReason(remembered.session().id())).isEqualTo("null");
    }

    @Test
    @DisplayName("deletes at the end of the retention and not before")
    void deleteWhenRetentionIsOverThenRowIsGone() {
        Tokens tokens = user.signIn();
        tokens.signOut();
        clock.advance(Duration.ofDays(30).minusNanos(1_000));
        delete();
        assertThat(rows.exists(tokens.session().id())).isTrue();

        clock.advance(Duration.ofNanos(1_000));
        delete();

        assertThat(rows.exists(tokens.session().id())).isFalse();
        tokens.tryRefresh().then().statusCode(401);
    }

    @Test
    @Requirement("L-01")
    @DisplayName("nobody's request ended it, and the event names no address")
    void eventOfTheSweepHasNoSource() {
        UUID idle = user.signIn().session().id();
        clock.advance(Duration.ofMinutes(30));

        walk();

        assertThat(rows.sourcesOfEnd(idle)).containsExactly("none");
    }

    @Test
    @DisplayName("a row that somebody holds keeps nothing waiting: the others end, and this one the next time")
    void walkWhenARowIsHeldThenTakesTheRest() throws Exception {
        UUID held = user.signIn().session().id();
        UUID other = user.signIn().session().id();
        clock.advance(Duration.ofMinutes(30));

        whileHolding(held, this::walk);

        assertThat(rows.endReason(other)).isEqualTo("idle_timeout");
        assertThat(rows.endReason(held)).isEqualTo("null");
        walk();
        assertThat(rows.endReason(held)).isEqualTo("idle_timeout");
    }

    @Test
    void deleteWhenARowIsHeldThenTakesTheRest() throws Exception {
        Tokens held = user.signIn();
        Tokens other = user.signIn();
        held.signOut();
        other.signOut();
        clock.advance(Duration.ofDays(30));

        whileHolding(held.session().id(), this::delete);

        assertThat(rows.exists(other.session().id())).isFalse();
        assertThat(rows.exists(held.session().id())).isTrue();
        delete();
        assertThat(rows.exists(held.session().id())).isFalse();
    }

    /** Has a row locked by a transaction of another connection, as a refresh does, until the work is done; it must not wait for that. */
    private void whileHolding(UUID id, Runnable work) throws Exception {
        ExecutorService worker = Executors.newSingleThreadExecutor();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            try {
                statement.execute("SELECT 1 FROM session WHERE id = '" + id + "' FOR UPDATE");
                worker.submit(work).get(30, TimeUnit.SECONDS);
            } finally {
                connection.rollback();
            }
        } finally {
            worker.shutdown();
        }
    }

    @Test
    void walkGoesOnWhereItStopped() {
        Tokens tokens = user.signIn();
        UUID mine = tokens.session().id();
        UUID justBefore = new UUID(mine.getMostSignificantBits(), mine.getLeastSignificantBits() - 1);

        assertThat(sweep.walk(Optional.of(justBefore), clock.instant()).live()).isEqualTo(1);
        assertThat(sweep.walk(Optional.of(mine), clock.instant()))
                .isEqualTo(new SessionSweep.Step(Optional.empty(), 0, 0));
    }

    private void walk() {
        Optional<UUID> position = Optional.empty();
        do {
            position = sweep.walk(position, clock.instant()).last();
        } while (position.isPresent());
    }

    private void delete() {
        while (sweep.deleteRetained(clock.instant()) == SessionSweep.BATCH) {
            // go on
        }
    }

    @Test
    @Requirement("G-07")
    @DisplayName("a run says when it was and what waited for it")
    void runIsMeasured() {
        sweeper.run();
        user.signIn().signOut();
        clock.advance(Duration.ofDays(30));
        user.signIn(); // live
        clock.advance(Duration.ofMinutes(30)); // and over its limit

        sweeper.run();

        assertThat(gauge("latchkey.sessions.waiting")).isGreaterThanOrEqualTo(2);
        assertThat(gauge("latchkey.sessions.swept.timestamp"))
                .isEqualTo(clock.instant().toEpochMilli() / 1_000.0);
        sweeper.run(); // deletes what the last run found to have ended a retention ago
        sweeper.run();
        assertThat(gauge("latchkey.sessions.waiting")).isZero();
    }

    private double gauge(String name) {
        return metrics.get(name).gauge().value();
    }
}
