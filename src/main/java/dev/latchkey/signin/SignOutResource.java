package dev.latchkey.signin;

import jakarta.annotation.security.PermitAll;
import jakarta.validation.Valid;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Path("/auth/sign-out")
@Tag(name = "Signing in")
@PermitAll
@Consumes(MediaType.APPLICATION_JSON)
class SignOutResource {

    private static final String SCHEME = "Bearer ";

    private final SignOuts signOuts;

    SignOutResource(SignOuts signOuts) {
        this.signOuts = signOuts;
    }

    record SignOutRequest(@Nullable String refreshToken) {

        @Override
        public String toString() {
            return "SignOutRequest";
        }
    }

    @Operation(summary = "Sign out with a refresh token in the body or a bearer token; 204 always")
    @POST
    public void signOut(
            @Valid @Nullable SignOutRequest request,
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization) {
        signOuts.signOut(request == null ? null : request.refreshToken(), bearer(authorization));
    }

    private static @Nullable String bearer(@Nullable String authorization) {
        return authorization != null && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? authorization.substring(SCHEME.length())
                : null;
    }
}
