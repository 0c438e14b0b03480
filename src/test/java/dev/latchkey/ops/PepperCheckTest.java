package dev.latchkey.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.PasswordRows;
import dev.latchkey.Requirement;
import dev.latchkey.TestUser;
import dev.latchkey.TestUsers;
import dev.latchkey.support.LogRecords;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

/** The look at start whether a pepper is missing. */
@Requirement("P-07")
@QuarkusTest
class PepperCheckTest {

    @Inject
    PepperCheck check;

    @Inject
    PasswordRows rows;

    @Test
    void usersWithoutTheirPepperAreCounted() {
        TestUser user = TestUsers.user().create();
        String hash = rows.hash(user.id());
        try (LogRecords log = LogRecords.open()) {
            check.check(new StartupEvent());
            assertThat(log.complaints()).isEmpty();

            rows.put(user.id(), hash.replace("p=1$", "p=1,keyid=Bw$"));
            check.check(new StartupEvent());
            assertThat(log.complaints())
                    .hasSize(1)
                    .allMatch(line -> line.contains("1 users") && line.contains("latchkey.password.pepper"));
        } finally {
            rows.put(user.id(), hash);
        }
    }
}
