package dev.latchkey.signin;

import dev.latchkey.identity.Caller;
import dev.latchkey.problem.ProblemException;
import dev.latchkey.problem.ProblemType;
import dev.latchkey.session.EndedSessionView;
import dev.latchkey.session.SessionConfig;
import dev.latchkey.session.SessionView;
import dev.latchkey.session.Sessions;
import dev.latchkey.user.Users;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Path("/auth/sessions")
@Tag(name = "Devices")
@RolesAllowed(Users.USER)
class SessionResource {

    private final Sessions sessions;
    private final SignOuts signOuts;
    private final Caller caller;
    private final SessionConfig sessionConfig;
    private final AccountConfig accountConfig;
    private final Clock clock;

    SessionResource(
            Sessions sessions,
            SignOuts signOuts,
            Caller caller,
            SessionConfig sessionConfig,
            AccountConfig accountConfig,
            Clock clock) {
        this.sessions = sessions;
        this.signOuts = signOuts;
        this.caller = caller;
        this.sessionConfig = sessionConfig;
        this.accountConfig = accountConfig;
        this.clock = clock;
    }

    /** @param history how the latest sessions ended, the newest end first */
    record SessionList(List<SessionView> sessions, List<EndedSessionView> history) {}

    @Operation(summary = "The live sessions, the most recently used first, and how earlier ones ended")
    @Extension(name = "x-problems", value = "authentication-required,invalid-token,forbidden")
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public SessionList list() {
        UUID userId = caller.userId();
        return new SessionList(sessions.list(userId, caller.sessionId(), clock.instant()), sessions.history(userId));
    }

    @Operation(summary = "Sign out the other devices, or all")
    @Extension(name = "x-problems", value = "step-up-required,authentication-required,invalid-token,forbidden")
    @DELETE
    public void endMany(@QueryParam("scope") @DefaultValue("others") @Pattern(regexp = "others|all") String scope) {
        requireProofToEndOthers();
        if (scope.equals("all")) {
            signOuts.signOutAll(caller.userId(), caller.sessionId());
        } else {
            signOuts.signOutOthers(caller.userId(), caller.sessionId());
        }
    }

    @Operation(summary = "Sign out one device")
    @Extension(
            name = "x-problems",
            value = "not-found,step-up-required,authentication-required,invalid-token,forbidden")
    @DELETE
    @Path("/{id}")
    public void endOne(@PathParam("id") UUID id) {
        if (!id.equals(caller.sessionId())) {
            requireProofToEndOthers();
        }
        if (!signOuts.signOutOne(caller.userId(), caller.sessionId(), id)) {
            throw new ProblemException(ProblemType.NOT_FOUND, "You have no such session.");
        }
    }

    /** Where it is asked for: who only holds a stolen session is not to end those of its owner (ASVS 7.5.2). */
    private void requireProofToEndOthers() {
        if (sessionConfig.endRequiresStepUp()) {
            caller.requireRecentAuthentication(accountConfig.maxAuthenticationAge());
        }
    }
}
