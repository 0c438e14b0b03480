package dev.latchkey.page;

import dev.latchkey.identity.AuthCookies;
import dev.latchkey.identity.ClientAddress;
import dev.latchkey.identity.RequestOrigins;
import dev.latchkey.password.PasswordConfig;
import dev.latchkey.problem.ProblemException;
import dev.latchkey.problem.ProblemType;
import dev.latchkey.signin.PasswordResets;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/**
 * Where the link leads by which another password is set: opening it shows a form and changes nothing. The token is the authority, so a
 * form of another site, which has none, achieves nothing. A password that is not accepted can be followed by another.
 */
@Path(PasswordResets.PATH)
@PermitAll
class ResetPasswordResource {

    private static final int MAX_PASSWORD = 1024;

    private final PasswordResets resets;
    private final ClientAddress clientAddress;
    private final AuthCookies authCookies;
    private final RequestOrigins origins;
    private final PasswordConfig config;
    private final Pages pages;

    ResetPasswordResource(
            PasswordResets resets,
            ClientAddress clientAddress,
            AuthCookies authCookies,
            RequestOrigins origins,
            PasswordConfig config,
            Pages pages) {
        this.resets = resets;
        this.clientAddress = clientAddress;
        this.authCookies = authCookies;
        this.origins = origins;
        this.config = config;
        this.pages = pages;
    }

    @Operation(hidden = true)
    @GET
    public Response ask(@QueryParam("token") @Nullable String token) {
        return pages.orLater(
                () -> token != null && resets.isUsable(token) ? form(200, token, false, List.of()) : dead());
    }

    @Operation(hidden = true)
    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response act(@Nullable String form, @Context HttpServerRequest http) {
        String token = FormFields.field(form, "token").orElse("");
        String password = FormFields.field(form, "new_password").orElse("");
        return pages.orLater(() -> set(token, password, http));
    }

    private Response set(String token, String password, HttpServerRequest http) {
        if (password.length() > MAX_PASSWORD) {
            return resets.isUsable(token) ? form(400, token, true, List.of("too_long")) : dead();
        }
        try {
            return resets.reset(
                            token,
                            password,
                            clientAddress.of(http),
                            authCookies.read(http).device())
                    .map(device -> done(device, http))
                    .orElseGet(this::dead);
        } catch (ProblemException e) {
            if (e.type() == ProblemType.WEAK_PASSWORD || e.type() == ProblemType.INVALID_REQUEST) {
                return form(400, token, true, reasons(e));
            }
            throw e;
        }
    }

    /** A form of another site, with a link of its own, must not make the browser forget by what it is known: such a form gets no cookie. */
    private Response done(String device, HttpServerRequest http) {
        Response page = pages.of(200, Templates.resetPasswordDone());
        return origins.isOfOwnPage(http)
                ? Response.fromResponse(page)
                        .cookie(authCookies.ofDevice(device))
                        .build()
                : page;
    }

    /** Only ever for a token that was found, so that no word of a stranger's is on the page. */
    private Response form(int status, String token, boolean refused, List<String> reasons) {
        return pages.of(status, Templates.resetPassword(token, refused, reasons, config.minLength()));
    }

    private static List<String> reasons(ProblemException refusal) {
        return refusal.member("reasons") instanceof List<?> reasons
                ? reasons.stream().map(String::valueOf).toList()
                : List.of();
    }

    private Response dead() {
        return pages.dead(Templates.deadLinkAgain());
    }
}
