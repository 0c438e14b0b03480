package dev.latchkey.signin;

import dev.latchkey.identity.AuthCookies;
import dev.latchkey.identity.PresentedCookies;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.PermitAll;
import jakarta.validation.Valid;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Path("/auth/sign-out")
@Tag(name = "Signing in")
@PermitAll
@Consumes(MediaType.APPLICATION_JSON)
class SignOutResource {

    private static final String SCHEME = "Bearer ";

    private final SignOuts signOuts;

    private final AuthCookies authCookies;

    SignOutResource(SignOuts signOuts, AuthCookies authCookies) {
        this.signOuts = signOuts;
        this.authCookies = authCookies;
    }

    record SignOutRequest(
            @Schema(examples = "lkr_AQGPLU58EXo7nVIfDmp7jJ0AAAAAq1c5…") @Nullable
            String refreshToken) {

        @Override
        public String toString() {
            return "SignOutRequest";
        }
    }

    @Operation(summary = "Sign out by cookie, by a refresh token in the body, or by a bearer token; 204 always")
    @APIResponse(responseCode = "204", description = "Signed out; presented cookies are cleared")
    @POST
    public Response signOut(
            @Valid @Nullable SignOutRequest request,
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
            @Context RoutingContext exchange) {
        PresentedCookies cookies = authCookies.read(exchange.request());
        String refreshToken = request == null ? null : request.refreshToken();
        if (cookies.any()) {
            authCookies.requireAlone(cookies, refreshToken);
            signOuts.signOut(authCookies.readChecked(exchange));
        } else {
            signOuts.signOut(refreshToken, bearer(authorization));
        }
        return Response.noContent()
                .cookie(authCookies.cleared(cookies).toArray(NewCookie[]::new))
                .build();
    }

    private static @Nullable String bearer(@Nullable String authorization) {
        return authorization != null && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? authorization.substring(SCHEME.length())
                : null;
    }
}
