package dev.latchkey.problem;

import io.quarkus.vertx.http.runtime.RouteConstants;
import io.vertx.core.Context;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jspecify.annotations.Nullable;

/**
 * How large bodies may be (standards T-08): 16 KiB, and more for the import of users alone, which is read as a stream. What announces
 * far more is refused before anything else looks at the request, and the connection is closed instead of reading it to its end. It
 * takes the place of Quarkus' own limit, which knows no exceptions.
 */
@ApplicationScoped
class BodyLimits {

    static final int USUAL = 16 * 1024;

    /** Spelt otherwise, it may be refused what it could have. */
    private static final String STREAMED = "/admin/users/import";

    static final int CUT_OFF = 4 * USUAL;
    private static final int MAX_DIGITS = 18;

    private final PlainProblems problems;
    private final long streamed;

    BodyLimits(PlainProblems problems, ImportConfig config) {
        this.problems = problems;
        this.streamed = config.maxSize().asLongValue();
    }

    void guard(@Observes Router router) {
        router.route().order(RouteConstants.ROUTE_ORDER_UPLOAD_LIMIT).handler(this::guard);
    }

    /** Most bytes of the body of a request to this path. */
    long of(@Nullable String path) {
        return STREAMED.equals(path) ? streamed : USUAL;
    }

    static boolean exceeds(@Nullable String contentLength, long limit) {
        return contentLength != null && (contentLength.length() > MAX_DIGITS || Long.parseLong(contentLength) > limit);
    }

    static ProblemException tooLarge(long limit) {
        return new ProblemException(ProblemType.BODY_TOO_LARGE, "At most " + limit + " bytes are accepted.");
    }

    /** Whoever was refused goes on sending otherwise, for up to the whole limit, to nobody. The windows of HTTP/2 hold that back. */
    private static void closeIfUnread(RoutingContext exchange) {
        HttpServerRequest request = exchange.request();
        Context context = exchange.vertx().getOrCreateContext();
        if (request.version() == HttpVersion.HTTP_2) {
            return;
        }
        exchange.addHeadersEndHandler(answered -> {
            if (!request.isEnded()) {
                exchange.response().putHeader(HttpHeaders.CONNECTION, "close");
            }
        });
        exchange.addEndHandler(answered -> {
            if (!request.isEnded()) {
                LingeringClose.begin(request, context);
            }
        });
    }

    private void guard(RoutingContext exchange) {
        HttpServerRequest request = exchange.request();
        long limit = of(request.path());
        if (!exceeds(request.getHeader(HttpHeaders.CONTENT_LENGTH), Math.max(limit, CUT_OFF))) {
            if (limit > CUT_OFF) {
                closeIfUnread(exchange);
            }
            exchange.next();
            return;
        }
        refuse(exchange, limit);
    }

    /** 413 {@code body-too-large}, without the rest of the body. */
    void refuse(RoutingContext exchange, long limit) {
        if (exchange.request().version() != HttpVersion.HTTP_2) {
            Context context = exchange.vertx().getOrCreateContext();
            exchange.response()
                    .putHeader(HttpHeaders.CONNECTION, "close")
                    .endHandler(ended -> LingeringClose.begin(exchange.request(), context));
        }
        problems.send(tooLarge(limit), exchange.response());
    }
}
