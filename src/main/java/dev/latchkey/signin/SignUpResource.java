package dev.latchkey.signin;

import dev.latchkey.user.DisplayName;
import jakarta.annotation.security.PermitAll;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

@Path("/auth/sign-up")
@PermitAll
@Consumes(MediaType.APPLICATION_JSON)
class SignUpResource {

    private final SignUps signUps;

    SignUpResource(SignUps signUps) {
        this.signUps = signUps;
    }

    record SignUpRequest(
            @NotNull @Size(max = 254) String email,
            @NotNull @Size(max = 1024) String password,
            @Nullable @DisplayName String name) {

        @Override
        public String toString() {
            return "SignUpRequest";
        }
    }

    @POST
    public Response signUp(@NotNull @Valid SignUpRequest request) {
        signUps.signUp(request.email(), request.password(), request.name());
        return Response.accepted().build();
    }
}
