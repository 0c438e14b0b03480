package dev.latchkey.problem;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Reads a small body to its end before anything is done for its request, on the event loop: whoever sends slowly, or never, holds no
 * thread and none of the places that are counted (standards T-07, T-08).
 */
@ApplicationScoped
public class WholeBodies {

    private static final int TOO_LARGE = 413;

    private final PlainProblems problems;

    WholeBodies(PlainProblems problems) {
        this.problems = problems;
    }

    /** Lets {@code next} handle what the route matches when the body is there; it may end the response, or let the next route follow. */
    public void before(Route route, Handler<RoutingContext> next) {
        BodyHandler reader = BodyHandler.create(false).setBodyLimit(BodyLimits.CUT_OFF);
        route.handler(exchange -> {
                    // the reader would wait for the end of a body that has none
                    if ("0".equals(exchange.request().getHeader(HttpHeaders.CONTENT_LENGTH))) {
                        exchange.next();
                    } else {
                        reader.handle(exchange);
                    }
                })
                .handler(next)
                .failureHandler(this::refuse);
    }

    private void refuse(RoutingContext exchange) {
        if (exchange.response().closed()) {
            // hung up in the middle of its body: nobody is left to be told
            return;
        }
        if (exchange.statusCode() != TOO_LARGE) {
            exchange.next();
            return;
        }
        Context context = exchange.vertx().getOrCreateContext();
        exchange.response()
                .putHeader(HttpHeaders.CONNECTION, "close")
                .endHandler(ended -> LingeringClose.begin(exchange.request(), context));
        problems.send(BodyLimits.tooLarge(BodyLimits.USUAL), exchange.response());
    }
}
