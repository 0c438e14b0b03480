package dev.latchkey.identity;

import dev.latchkey.audit.CurrentSource;
import io.quarkus.arc.Arc;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** The client's address for the audit trail, looked at only when an event needs it: most requests write none. */
@ApplicationScoped
class RequestAddress implements CurrentSource {

    private final CurrentVertxRequest request;
    private final ClientAddress address;

    RequestAddress(CurrentVertxRequest request, ClientAddress address) {
        this.request = request;
        this.address = address;
    }

    @Override
    public Optional<String> ip() {
        if (!Arc.container().requestContext().isActive()) {
            return Optional.empty();
        }
        return Optional.ofNullable(request.getCurrent())
                .map(RoutingContext::request)
                .flatMap(address::find);
    }
}
