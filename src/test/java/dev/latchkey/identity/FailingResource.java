package dev.latchkey.identity;

import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

/** Our own fault. */
@Path("/samples/failing")
class FailingResource {

    @GET
    @PermitAll
    public String fail() {
        throw new IllegalStateException("on purpose");
    }
}
