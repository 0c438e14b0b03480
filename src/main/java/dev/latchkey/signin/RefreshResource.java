package dev.latchkey.signin;

import dev.latchkey.identity.ClientAddress;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.PermitAll;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.Cache;

@Path("/auth/refresh")
@Tag(name = "Signing in")
@PermitAll
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
class RefreshResource {

    private final TokenRefreshes refreshes;
    private final SignedInReplies replies;
    private final ClientAddress clientAddress;

    RefreshResource(TokenRefreshes refreshes, SignedInReplies replies, ClientAddress clientAddress) {
        this.refreshes = refreshes;
        this.replies = replies;
        this.clientAddress = clientAddress;
    }

    record RefreshRequest(@NotNull @Size(max = 1024) String refreshToken) {

        @Override
        public String toString() {
            return "RefreshRequest";
        }
    }

    @Operation(summary = "Exchange the refresh token for new tokens of the same session")
    @Extension(name = "x-problems", value = "session-ended,invalid-refresh-token")
    @POST
    @Cache(noStore = true)
    public SignedIn refresh(@NotNull @Valid RefreshRequest request, @Context HttpServerRequest http) {
        return replies.signedIn(refreshes.refresh(request.refreshToken(), clientAddress.of(http)));
    }
}
