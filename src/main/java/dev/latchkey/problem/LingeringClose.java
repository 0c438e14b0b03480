package dev.latchkey.problem;

import io.vertx.core.Context;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;

/**
 * Closes the connection of a request that was answered before its body was read. Closing at once would make the kernel reset the
 * connection for what is still on its way, and the reset can take the answer from a client that has not read it yet; so what comes is
 * dropped for a while first (RFC 9112 §9.6).
 */
final class LingeringClose {

    private static final long PATIENCE_MILLIS = 5000;

    private LingeringClose() {}

    /** To be called when the answer is written; {@code context} is that of the connection. */
    static void begin(HttpServerRequest request, Context context) {
        context.runOnContext(ignored -> {
            HttpConnection connection = request.connection();
            if (request.isEnded()) {
                connection.close();
                return;
            }
            request.handler(dropped -> {});
            request.exceptionHandler(gone -> {});
            request.endHandler(ended -> connection.close());
            request.resume();
            context.owner().setTimer(PATIENCE_MILLIS, over -> connection.close());
        });
    }
}
