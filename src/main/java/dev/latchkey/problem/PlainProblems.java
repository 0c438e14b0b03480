package dev.latchkey.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.latchkey.support.TraceIds;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/** Writes problems where no resource is at work and hence no mapper. */
@ApplicationScoped
public class PlainProblems {

    private static final Logger LOG = Logger.getLogger(PlainProblems.class);

    private final ObjectMapper json;
    private final TraceIds traceIds;

    PlainProblems(ObjectMapper json, TraceIds traceIds) {
        this.json = json;
        this.traceIds = traceIds;
    }

    /** Answers with the problem. */
    public void send(ProblemException problem, HttpServerResponse response) {
        Problem body = problem.problem(traceIds.current());
        LOG.debugf("%s: %s, %s", body.code(), problem.getMessage(), body.instance());
        problem.headers().forEach(response::putHeader);
        try {
            response.setStatusCode(body.status())
                    .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                    .end(json.writeValueAsString(body));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A problem can always be written", e);
        }
    }
}
