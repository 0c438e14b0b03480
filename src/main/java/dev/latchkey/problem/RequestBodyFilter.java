package dev.latchkey.problem;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Refuses, before anything is parsed, bodies that are too large (standards T-08, see {@link BodyLimits}) and bodies that do not say
 * what they are (standards C-09: a page elsewhere can make a browser send those without asking).
 */
class RequestBodyFilter {

    private final BodyLimits limits;

    RequestBodyFilter(BodyLimits limits) {
        this.limits = limits;
    }

    @ServerRequestFilter
    public void limit(ContainerRequestContext request, HttpServerRequest http) {
        long limit = limits.of(request.getUriInfo().getPath());
        boolean chunked = request.getHeaderString("Transfer-Encoding") != null;
        String length = request.getHeaderString(HttpHeaders.CONTENT_LENGTH);
        if (BodyLimits.exceeds(length, limit)) {
            throw BodyLimits.tooLarge(limit);
        }
        // HTTP/2 needs neither
        if (length == null && (chunked || http.version() == HttpVersion.HTTP_2)) {
            request.setEntityStream(new Limited(request.getEntityStream(), limit));
        }
        boolean hasBody = chunked || (length != null && !length.equals("0"));
        if (hasBody && !saysWhatItIs(request)) {
            throw new ProblemException(ProblemType.UNSUPPORTED_MEDIA_TYPE, "Send application/json, and say so.");
        }
    }

    private static boolean saysWhatItIs(ContainerRequestContext request) {
        String type = request.getHeaderString(HttpHeaders.CONTENT_TYPE);
        return type != null && !type.isBlank() && !type.contains("*");
    }

    private static final class Limited extends FilterInputStream {

        private final long limit;
        private long left;

        Limited(InputStream stream, long limit) {
            super(stream);
            this.limit = limit;
            this.left = limit;
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            count(read < 0 ? 0 : 1);
            return read;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = super.read(buffer, offset, length);
            count(Math.max(read, 0));
            return read;
        }

        private void count(int read) {
            left -= read;
            if (left < 0) {
                throw BodyLimits.tooLarge(limit);
            }
        }
    }
}
