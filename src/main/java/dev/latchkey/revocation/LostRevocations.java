package dev.latchkey.revocation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.UUID;

/** Gives back to the database what it lost and this node still knows. */
@ApplicationScoped
class LostRevocations {

    private final RevocationTable table;
    private final Event<SessionRevocationLost> lost;

    LostRevocations(RevocationTable table, Event<SessionRevocationLost> lost) {
        this.table = table;
        this.lost = lost;
    }

    /**
     * Puts one entry back. When it ended a session, that is told first: whatever ends a session writes the session before the list, and
     * in another order two transactions could block each other.
     */
    @Transactional
    @ActivateRequestContext
    void restore(RevokedToken token) {
        if (token.kind() == TokenKind.SID) {
            lost.fire(new SessionRevocationLost(
                    UUID.fromString(token.tokenId()), token.reason(), token.revokedAt(), token.expiresAt()));
        }
        table.insertMissing(List.of(token));
    }
}
