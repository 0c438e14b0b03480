package dev.latchkey.sample;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

/** Somebody forgot to say who may call this. */
@Path("/samples/forgotten")
class UnannotatedResource {

    @GET
    public String forgotten() {
        return "secret";
    }
}
