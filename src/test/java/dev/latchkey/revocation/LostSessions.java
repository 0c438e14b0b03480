package dev.latchkey.revocation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Hears what a session service would hear, and can refuse it once. */
@ApplicationScoped
class LostSessions {

    private final List<SessionRevocationLost> heard = new CopyOnWriteArrayList<>();
    private final Set<UUID> refusedOnce = ConcurrentHashMap.newKeySet();

    void observe(@Observes SessionRevocationLost event) {
        if (refusedOnce.remove(event.sessionId())) {
            throw new IllegalStateException("refused once");
        }
        heard.add(event);
    }

    void refuseOnce(RevokedToken token) {
        refusedOnce.add(UUID.fromString(token.tokenId()));
    }

    List<SessionRevocationLost> of(RevokedToken token) {
        return heard.stream()
                .filter(event -> event.sessionId().toString().equals(token.tokenId()))
                .toList();
    }
}
