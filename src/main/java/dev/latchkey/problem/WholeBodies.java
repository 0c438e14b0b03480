package dev.latchkey.problem;

import io.quarkus.vertx.http.runtime.RouteConstants;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextInternal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Reads bodies to their end before anything is done for their requests, on the event loop: whoever sends slowly, or never, holds no
 * thread and none of the places that are counted, and is cut off in the end (standards T-07, T-08). The import alone is read as it comes.
 * Vert.x' own handler would decode forms by rules of its own. HTTP/2, which is off unless set, is left alone: Quarkus REST cannot take
 * over a request of it that was read.
 */
@ApplicationScoped
public class WholeBodies {

    private static final Logger LOG = Logger.getLogger(WholeBodies.class);
    private static final int ORDER = RouteConstants.ROUTE_ORDER_UPLOAD_LIMIT + 1;

    /** The order of a route that is to find the body read. */
    public static final int AFTER = ORDER + 1;

    private final BodyLimits limits;
    private final Duration readTimeout;

    /** @param readTimeout how long Quarkus waits for the next bytes of a body; here for all of them, since there are few */
    WholeBodies(BodyLimits limits, @ConfigProperty(name = "quarkus.http.read-timeout") Duration readTimeout) {
        this.limits = limits;
        this.readTimeout = readTimeout;
    }

    void guard(@Observes Router router) {
        router.route().order(ORDER).handler(this::read);
    }

    private void read(RoutingContext exchange) {
        HttpServerRequest request = exchange.request();
        boolean streamed = limits.of(request.path()) > BodyLimits.CUT_OFF;
        if (streamed || request.version() == HttpVersion.HTTP_2 || request.isEnded() || !hasBody(request)) {
            exchange.next();
            return;
        }
        if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))
                && request.version() != HttpVersion.HTTP_1_0) {
            exchange.response().writeContinue();
        }
        Reading reading = new Reading(exchange);
        request.handler(reading::receive);
        request.endHandler(end -> reading.finish());
        request.exceptionHandler(cause -> reading.breakOff());
        request.resume();
    }

    /** Of one that is not sent, no end would be told (RFC 9112 §6.3). */
    private static boolean hasBody(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length == null ? request.headers().contains(HttpHeaders.TRANSFER_ENCODING) : !length.equals("0");
    }

    /** One body on its way. */
    private final class Reading {

        private final RoutingContext exchange;
        private final long deadline;
        private final Buffer body = Buffer.buffer();
        private long received;
        private boolean refused;

        Reading(RoutingContext exchange) {
            this.exchange = exchange;
            this.deadline = exchange.vertx()
                    .setTimer(
                            readTimeout.toMillis(), late -> exchange.response().reset());
        }

        void receive(Buffer bytes) {
            if (refused) {
                return;
            }
            received += bytes.length();
            if (received > BodyLimits.CUT_OFF) {
                refused = true;
                forgetDeadline();
                limits.refuse(exchange, BodyLimits.USUAL);
            } else if (body.length() <= BodyLimits.USUAL) {
                // of what is too large, enough is kept for others to see that it is
                body.appendBuffer(bytes);
            }
        }

        void finish() {
            forgetDeadline();
            if (!refused) {
                RoutingContextInternal inner = (RoutingContextInternal) exchange;
                inner.visitHandler(RoutingContextInternal.BODY_HANDLER).setBody(body);
                exchange.next();
            }
        }

        /** Nobody is left to be told. */
        void breakOff() {
            forgetDeadline();
            LOG.debug("The client hung up in the middle of its body");
        }

        private void forgetDeadline() {
            exchange.vertx().cancelTimer(deadline);
        }
    }
}
