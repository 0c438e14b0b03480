package dev.latchkey.signin;

import dev.latchkey.identity.Caller;
import dev.latchkey.problem.ProblemException;
import dev.latchkey.problem.ProblemType;
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
import org.jboss.resteasy.reactive.Cache;

@Path("/auth/sessions")
@RolesAllowed(Users.USER)
class SessionResource {

    private final Sessions sessions;
    private final SignOuts signOuts;
    private final Caller caller;
    private final Clock clock;

    SessionResource(Sessions sessions, SignOuts signOuts, Caller caller, Clock clock) {
        this.sessions = sessions;
        this.signOuts = signOuts;
        this.caller = caller;
        this.clock = clock;
    }

    record SessionList(List<SessionView> sessions) {}

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Cache(noStore = true)
    public SessionList list() {
        return new SessionList(sessions.list(caller.userId(), caller.sessionId(), clock.instant()));
    }

    @DELETE
    public void endMany(@QueryParam("scope") @DefaultValue("others") @Pattern(regexp = "others|all") String scope) {
        if (scope.equals("all")) {
            signOuts.signOutAll(caller.userId(), caller.sessionId());
        } else {
            signOuts.signOutOthers(caller.userId(), caller.sessionId());
        }
    }

    @DELETE
    @Path("/{id}")
    public void endOne(@PathParam("id") UUID id) {
        if (!signOuts.signOutOne(caller.userId(), caller.sessionId(), id)) {
            throw new ProblemException(ProblemType.NOT_FOUND, "You have no such session.");
        }
    }
}
