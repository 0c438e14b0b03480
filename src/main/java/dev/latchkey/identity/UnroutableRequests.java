package dev.latchkey.identity;

import dev.latchkey.problem.PlainProblems;
import dev.latchkey.problem.ProblemException;
import dev.latchkey.problem.ProblemType;
import io.vertx.core.VertxException;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Answers a request whose {@code Host} is missing or none like any other error of the caller's, where Quarkus would make an error in the
 * log of it. (A path that is no URI never comes this far: Quarkus refuses it before any route, bare.)
 */
@ApplicationScoped
class UnroutableRequests {

    private static final int BAD_REQUEST = 400;
    private static final int AFTER_SHARING = SecurityHeaders.ORDER + 2;

    private final PlainProblems problems;

    UnroutableRequests(PlainProblems problems) {
        this.problems = problems;
    }

    void refuse(@Observes Router router) {
        router.route().order(AFTER_SHARING).failureHandler(this::refuse);
    }

    private void refuse(RoutingContext exchange) {
        if (exchange.statusCode() == BAD_REQUEST && exchange.failure() instanceof VertxException) {
            problems.send(
                    new ProblemException(ProblemType.INVALID_REQUEST, "The host or the path cannot be read."),
                    exchange.response());
        } else {
            exchange.next();
        }
    }
}
