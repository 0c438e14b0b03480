package dev.latchkey.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.support.LogRecords;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;

class RecurringWorkTest {

    private final RecurringWork work =
            new RecurringWork(Logger.getLogger(RecurringWorkTest.class), "It cannot be done");

    private static void fail(String state) {
        throw new IllegalStateException("not done", new SQLException("gone", state));
    }

    private static List<String> complaints(LogRecords log) {
        return log.complaints().stream()
                .filter(line -> line.contains("It cannot be done"))
                .toList();
    }

    @Test
    void runWhenTheDatabaseIsAwayThenSaysSoOncePerOutage() {
        try (LogRecords log = LogRecords.open()) {
            work.run(() -> fail("08006"));
            work.run(() -> fail("57P01"));
            assertThat(complaints(log)).hasSize(1);

            work.run(() -> {});
            work.run(() -> fail("08006"));

            assertThat(complaints(log)).hasSize(2).noneMatch(line -> line.contains("\tat "));
        }
    }

    @Test
    void runWhenTheFaultIsOursThenThrows() {
        AtomicInteger runs = new AtomicInteger();

        for (String state : new String[] {"42703", "23505"}) {
            assertThatThrownBy(() -> work.run(() -> {
                        runs.incrementAndGet();
                        fail(state);
                    }))
                    .hasMessage("not done");
        }
        assertThat(runs).hasValue(2);
    }
}
