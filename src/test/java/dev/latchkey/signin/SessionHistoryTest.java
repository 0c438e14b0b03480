package dev.latchkey.signin;

import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.latchkey.Requirement;
import dev.latchkey.TestUsers;
import dev.latchkey.Tokens;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How earlier sessions ended, as {@code GET /auth/sessions} tells. */
@QuarkusTest
class SessionHistoryTest extends SessionEnds {

    @Test
    @DisplayName("the history has 20 lines at most, the newest end first, with all that the device list says")
    void historyIsOrderedAndBounded() {
        List<String> ended = new ArrayList<>();
        for (int i = 0; i < 21; i++) {
            Tokens tokens = user.signIn();
            clock.advance(Duration.ofSeconds(1));
            tokens.signOut();
            ended.add(0, tokens.session().id().toString());
        }

        history()
                .body("history", hasSize(20))
                .body("history.id", equalTo(ended.subList(0, 20)))
                .body("history[0].ended_at", equalTo(clock.instant().toString()))
                .body(
                        "history[0].created_at",
                        equalTo(clock.instant().minusSeconds(1).toString()))
                .body(
                        "history[0].last_seen_at",
                        equalTo(clock.instant().minusSeconds(1).toString()))
                .body("history[0].device_type", equalTo("other"))
                .body("history[0].ip", equalTo("127.0.0.1"))
                .body("sessions", hasSize(1));
    }

    @Test
    @Requirement("S-09")
    void historyIsOnesOwn() {
        TestUsers.user().create().signIn().signOut();

        history().body("history", empty());
    }
}
