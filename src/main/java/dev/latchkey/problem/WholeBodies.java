package dev.latchkey.problem;

import io.quarkus.vertx.http.runtime.RouteConstants;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Reads bodies to their end before anything is done for their requests, on the event loop: whoever sends slowly, or never, holds no
 * thread and none of the places that are counted, and is cut off in the end (standards T-07, T-08). The import alone is read as it comes.
 */
@ApplicationScoped
public class WholeBodies {

    private static final int ORDER = RouteConstants.ROUTE_ORDER_UPLOAD_LIMIT + 1;

    /** The order of a route that is to find the body read. */
    public static final int AFTER = ORDER + 1;

    private static final int TOO_LARGE = 413;
    private static final String DEADLINE = WholeBodies.class.getName();

    private final BodyHandler reader = BodyHandler.create(false).setBodyLimit(BodyLimits.CUT_OFF);
    private final BodyLimits limits;
    private final Duration readTimeout;

    /** @param readTimeout how long Quarkus waits for the next bytes of a body; here for all of them, since there are few */
    WholeBodies(BodyLimits limits, @ConfigProperty(name = "quarkus.http.read-timeout") Duration readTimeout) {
        this.limits = limits;
        this.readTimeout = readTimeout;
    }

    void guard(@Observes Router router) {
        router.route().order(ORDER).handler(this::read).handler(this::proceed).failureHandler(this::refuse);
    }

    private void read(RoutingContext exchange) {
        if (!hasBody(exchange.request()) || limits.of(exchange.request().path()) > BodyLimits.CUT_OFF) {
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

    /** The reader would wait for the end of one that is not sent (RFC 9112 §6.3). */
    private static boolean hasBody(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length != null) {
            return !length.equals("0");
        }
        return request.version() == HttpVersion.HTTP_2
                ? !request.isEnded()
                : request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
    }

    private void proceed(RoutingContext exchange) {
        forgetDeadline(exchange);
        exchange.next();
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
