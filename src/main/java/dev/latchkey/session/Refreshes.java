package dev.latchkey.session;

import dev.latchkey.revocation.Revocations;
import dev.latchkey.revocation.TokenKind;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Rotation of refresh tokens with detection of reuse (RFC 9700 §4.14.2; standards, D8).
 *
 * <p>A refresh that goes well is one statement, and a transaction more if it comes from elsewhere than before. Only when that
 * statement finds nothing is the row read, locked, and a verdict reached.
 */
@ApplicationScoped
public class Refreshes {

    private final RefreshTokens tokens;
    private final SessionConfig config;
    private final SessionRotation rotation;
    private final RefreshVerdicts verdicts;
    private final Anomalies anomalies;
    private final Revocations revocations;
    private final UsesAfterEnd usesAfterEnd;

    Refreshes(
            RefreshTokens tokens,
            SessionConfig config,
            SessionRotation rotation,
            RefreshVerdicts verdicts,
            Anomalies anomalies,
            Revocations revocations,
            UsesAfterEnd usesAfterEnd) {
        this.tokens = tokens;
        this.config = config;
        this.rotation = rotation;
        this.verdicts = verdicts;
        this.anomalies = anomalies;
        this.revocations = revocations;
        this.usesAfterEnd = usesAfterEnd;
    }

    /**
     * Presents a genuine token, outside of any transaction: what it writes, such as the end of a session, stays whatever comes of
     * the reply. 503 {@code unavailable} while this node's clock and the database's differ by too much, since every limit is judged
     * by it.
     *
     * @param transport how the token came; one that came in another way than its session's is refused and ends nothing
     * @param bindingHash of the cookie that came with it, if one did; a session bound to another refuses it, and goes on
     * @param accessTtl how long an access token lives, at most
     * @param requester where the request came from
     */
    public Refresh refresh(
            RefreshToken presented,
            Transport transport,
            @Nullable String bindingHash,
            Duration accessTtl,
            Requester requester,
            Instant now) {
        revocations.requireClockWithinBound();
        Optional<String> revoked =
                revocations.reason(TokenKind.SID, presented.sessionId().toString());
        if (revoked.isPresent()) {
            // known here even if a failover made the database forget it
            EndReason reason = EndReason.of(revoked.get());
            usesAfterEnd.note(presented.sessionId(), reason, requester);
            return new Refresh.Ended(Verdict.ENDED, reason);
        }
        RefreshToken next = tokens.successor(presented);
        return rotation.rotate(
                        presented,
                        tokens.hash(presented),
                        tokens.hash(next),
                        transport,
                        bindingHash,
                        Rotation.at(now, config, accessTtl))
                .<Refresh>map(rotated -> granted(rotated, next, requester, now))
                .orElseGet(() -> verdicts.judge(presented, transport, bindingHash, requester, now));
    }

    private Refresh granted(SessionRotation.Rotated rotated, RefreshToken next, Requester requester, Instant now) {
        SessionGrant grant = anomalies.check(rotated.grant(), rotated.known(), requester, now);
        return new Refresh.Granted(Verdict.GRANTED, new StartedSession(grant, tokens.encode(next)), rotated.user());
    }
}
