package dev.latchkey.problem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.Requirement;
import java.sql.SQLException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An outage of the database is told from a fault of ours, wherever in the exception it hides. */
@Requirement("E-07")
class DatabaseFaultTest {

    @ParameterizedTest
    @CsvSource({
        "08006, OUTAGE",
        "57P01, OUTAGE",
        "53300, OUTAGE",
        "40001, OUTAGE",
        "25006, OUTAGE",
        "22021, BAD_VALUE",
        "23505, NONE",
        "42P01, NONE"
    })
    void sqlStateDecides(String state, DatabaseFault fault) {
        assertThat(DatabaseFault.of(new RuntimeException(new SQLException("x", state))))
                .isEqualTo(fault);
    }

    @Test
    void poolWithoutConnectionIsAnOutage() {
        assertThat(DatabaseFault.of(new SQLException("no connection in time"))).isEqualTo(DatabaseFault.OUTAGE);
    }

    @Test
    @DisplayName("at commit the transaction manager throws its own exception and suppresses the driver's")
    void suppressedAtCommitIsFound() {
        Exception rollback = new Exception("could not commit");
        rollback.addSuppressed(new Exception("resource", new SQLException("terminated", "57P01")));

        assertThat(DatabaseFault.of(new RuntimeException(rollback))).isEqualTo(DatabaseFault.OUTAGE);
    }

    @Test
    @DisplayName("a body that does not come ends in exceptions that suppress each other")
    void exceptionsThatSuppressEachOtherHaveAnEnd() {
        Exception one = new Exception("one");
        Exception other = new Exception("other");
        one.addSuppressed(other);
        other.addSuppressed(one);

        assertThat(DatabaseFault.of(one)).isEqualTo(DatabaseFault.NONE);
    }

    @Test
    void anythingElseIsOurs() {
        assertThat(DatabaseFault.of(new IllegalStateException())).isEqualTo(DatabaseFault.NONE);
    }
}
