package dev.latchkey.signin;

import dev.latchkey.session.Refresh;
import dev.latchkey.session.RefreshToken;
import dev.latchkey.session.Refreshes;
import dev.latchkey.token.TokenConfig;
import dev.latchkey.user.UserAuthority;
import dev.latchkey.user.Users;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a refresh reads and writes: in one transaction, the rotation of the session's row and one primary-key read of the user. */
@ApplicationScoped
class RefreshRecords {

    private final Refreshes refreshes;
    private final Users users;
    private final TokenConfig tokens;

    RefreshRecords(Refreshes refreshes, Users users, TokenConfig tokens) {
        this.refreshes = refreshes;
        this.users = users;
        this.tokens = tokens;
    }

    /** The session's verdict and, if it goes on, who its user is. */
    record Outcome(Refresh refresh, Optional<UserAuthority> user) {}

    /** Returns every verdict and throws for none: the end of a session must not be rolled back with the reply. */
    @Transactional
    Outcome refresh(RefreshToken presented, @Nullable String ip, Instant now) {
        Refresh refresh = refreshes.refresh(presented, tokens.accessTtl(), ip, now);
        return new Outcome(
                refresh,
                refresh instanceof Refresh.Granted granted
                        ? users.findAuthority(granted.session().grant().userId())
                        : Optional.empty());
    }
}
