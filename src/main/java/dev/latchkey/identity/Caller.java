package dev.latchkey.identity;

import dev.latchkey.problem.ProblemException;
import dev.latchkey.problem.ProblemType;
import dev.latchkey.session.Assurance;
import dev.latchkey.token.VerifiedToken;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** Who is calling in the current request. For methods that require a role: elsewhere nobody has looked at the credentials yet. */
@ApplicationScoped
public class Caller {

    private static final String INSUFFICIENT = "error=\"insufficient_user_authentication\"";
    private static final String ACR_VALUES = ", acr_values=\"" + Assurance.ONE_FACTOR + '"';

    private final SecurityIdentity identity;
    private final Clock clock;

    Caller(SecurityIdentity identity, Clock clock) {
        this.identity = identity;
        this.clock = clock;
    }

    /**
     * The caller's access token.
     *
     * @throws UnauthorizedException if there is none: 401
     */
    public VerifiedToken token() {
        if (identity.getPrincipal() instanceof VerifiedToken token) {
            return token;
        }
        throw new UnauthorizedException();
    }

    /**
     * The user that calls.
     *
     * @throws ForbiddenException if the caller is a client and not a user: 403
     */
    public UUID userId() {
        return token().userId().orElseThrow(ForbiddenException::new);
    }

    /**
     * The session that the call belongs to.
     *
     * @throws ForbiddenException if the caller is a client and not a user: 403
     */
    public UUID sessionId() {
        return token().sessionId().orElseThrow(ForbiddenException::new);
    }

    /**
     * When the caller last proved who they are.
     *
     * @throws ForbiddenException if the caller is a client and not a user: 403
     */
    public Instant authenticatedAt() {
        return token().authenticatedAt().orElseThrow(ForbiddenException::new);
    }

    /**
     * The authentication context class of the caller's session.
     *
     * @throws ForbiddenException if the caller is a client and not a user: 403
     */
    public String acr() {
        return token().acr().orElseThrow(ForbiddenException::new);
    }

    /**
     * Asks for a step-up unless the caller proved who they are within this time, and nothing since makes it doubtful that it is
     * they who call (RFC 9470 §3).
     *
     * @throws ProblemException {@link ProblemType#STEP_UP_REQUIRED}, with {@code max_age} in the challenge, and with {@code
     *     acr_values} if there is doubt
     */
    public void requireRecentAuthentication(Duration maxAge) {
        boolean inDoubt = acr().equals(Assurance.IN_DOUBT);
        if (!inDoubt && clock.instant().isBefore(authenticatedAt().plus(maxAge))) {
            return;
        }
        ProblemException demand = stepUp().with("max_age", maxAge.toSeconds());
        String challenge = INSUFFICIENT + ", max_age=" + maxAge.toSeconds();
        throw inDoubt
                ? demand.with("acr_values", Assurance.ONE_FACTOR).challenge(challenge + ACR_VALUES)
                : demand.challenge(challenge);
    }

    /**
     * The caller's id, for what would outlive a stolen session: new roles, clients and keys. Refused while it is doubtful that it is
     * they who call.
     *
     * @throws ProblemException {@link ProblemType#STEP_UP_REQUIRED}, with {@code acr_values} in the challenge
     * @throws ForbiddenException if the caller is a client and not a user: 403
     */
    public UUID undoubtedUserId() {
        if (acr().equals(Assurance.IN_DOUBT)) {
            throw stepUp().with("acr_values", Assurance.ONE_FACTOR).challenge(INSUFFICIENT + ACR_VALUES);
        }
        return userId();
    }

    private static ProblemException stepUp() {
        return new ProblemException(ProblemType.STEP_UP_REQUIRED, "Prove again who you are, then repeat the call.");
    }
}
