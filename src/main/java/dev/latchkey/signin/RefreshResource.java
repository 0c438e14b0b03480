package dev.latchkey.signin;

import dev.latchkey.identity.AuthCookies;
import dev.latchkey.identity.ClientAddress;
import dev.latchkey.identity.PresentedCookies;
import dev.latchkey.problem.ProblemException;
import dev.latchkey.problem.ProblemType;
import dev.latchkey.session.Transport;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.PermitAll;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

@Path("/auth/refresh")
@Tag(name = "Signing in")
@PermitAll
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
class RefreshResource {

    private final TokenRefreshes refreshes;
    private final SignedInReplies replies;
    private final AuthCookies authCookies;
    private final ClientAddress clientAddress;

    RefreshResource(
            TokenRefreshes refreshes, SignedInReplies replies, AuthCookies authCookies, ClientAddress clientAddress) {
        this.refreshes = refreshes;
        this.replies = replies;
        this.authCookies = authCookies;
        this.clientAddress = clientAddress;
    }

    record RefreshRequest(
            @Schema(examples = "lkr_AQGPLU58EXo7nVIfDmp7jJ0AAAAAq1c5…") @Nullable @Size(max = 1024)
            String refreshToken) {

        @Override
        public String toString() {
            return "RefreshRequest";
        }
    }

    @Operation(summary = "Exchange the refresh token, from the body or the cookie, for new tokens of the same session")
    @Extension(name = "x-problems", value = "session-ended,invalid-refresh-token,too-many-attempts")
    @POST
    public RestResponse<SignedIn> refresh(@Valid @Nullable RefreshRequest request, @Context HttpServerRequest http) {
        PresentedCookies cookies = authCookies.read(http);
        String inBody = request == null ? null : request.refreshToken();
        authCookies.requireAlone(cookies, inBody);
        String token = inBody == null ? cookies.refresh() : inBody;
        if (token == null) {
            if (http.headers().contains(HttpHeaders.CONTENT_TYPE)) {
                throw new ProblemException(ProblemType.INVALID_REQUEST, "Send refresh_token in the body.");
            }
            throw new ProblemException(
                    ProblemType.INVALID_REFRESH_TOKEN, "Send refresh_token, or the cookie that sign-in has set.");
        }
        Transport transport = inBody == null ? Transport.COOKIE : Transport.BODY;
        return replies.signedIn(
                refreshes.refresh(token, transport, cookies.bindingHash(), clientAddress.requester(http)), cookies);
    }
}
