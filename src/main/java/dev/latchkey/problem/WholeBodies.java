package dev.latchkey.problem;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Reads a small body to its end before anything is done for its request, on the event loop: whoever sends slowly, or never, holds no
 * thread and none of the places that are counted, and is cut off in the end (standards T-07, T-08).
 */
@ApplicationScoped
public class WholeBodies {

    private static final int TOO_LARGE = 413;
    private static final String DEADLINE = WholeBodies.class.getName();

    private final BodyLimits limits;
    private final Duration readTimeout;

    /** @param readTimeout how long Quarkus waits for the next bytes of a body; here for all of them, since there are few */
    WholeBodies(BodyLimits limits, @ConfigProperty(name = "quarkus.http.read-timeout") Duration readTimeout) {
        this.limits = limits;
        this.readTimeout = readTimeout;
    }

    /** Lets {@code next} handle what the route matches when the body is there; it may end the response, or let the next route follow. */
    public void before(Route route, Handler<RoutingContext> next) {
        BodyHandler reader = BodyHandler.create(false).setBodyLimit(BodyLimits.CUT_OFF);
        route.handler(exchange -> read(exchange, reader))
                .handler(exchange -> {
                    forgetDeadline(exchange);
                    next.handle(exchange);
                })
                .failureHandler(this::refuse);
    }

    private void read(RoutingContext exchange, BodyHandler reader) {
        // the reader would wait for the end of a body that has none
        if ("0".equals(exchange.request().getHeader(HttpHeaders.CONTENT_LENGTH))) {
            exchange.next();
            return;
        }
        exchange.put(
                DEADLINE,
                exchange.vertx()
                        .setTimer(
                                readTimeout.toMillis(),
                                late -> exchange.response().reset()));
        reader.handle(exchange);
    }

    private static void forgetDeadline(RoutingContext exchange) {
        Long deadline = exchange.remove(DEADLINE);
        if (deadline != null) {
            exchange.vertx().cancelTimer(deadline);
        }
    }

    private void refuse(RoutingContext exchange) {
        forgetDeadline(exchange);
        if (exchange.response().closed()) {
            // hung up in the middle of its body: nobody is left to be told
            return;
        }
        if (exchange.statusCode() != TOO_LARGE) {
            exchange.next();
            return;
        }
        limits.refuse(exchange, BodyLimits.USUAL);
    }
}
