package dev.latchkey.identity;

import dev.latchkey.problem.ProblemException;
import dev.latchkey.problem.ProblemType;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Refuses a request with two Authorization headers: components that each read another one would see two callers (standards C-10). */
class SingleCredentialFilter {

    @ServerRequestFilter(preMatching = true, nonBlocking = true)
    public void requireOne(HttpServerRequest request) {
        MultiMap headers = request.headers();
        // most requests to public methods carry none, and collecting all costs
        if (headers.contains(HttpHeaders.AUTHORIZATION)
                && headers.getAll(HttpHeaders.AUTHORIZATION).size() > 1) {
            throw new ProblemException(ProblemType.INVALID_REQUEST, "Send one Authorization header, not several.");
        }
    }
}
