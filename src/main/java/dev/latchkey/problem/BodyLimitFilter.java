package dev.latchkey.problem;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Refuses bodies over 16 KiB before they are parsed (standards T-08), with a problem as the answer. The server's own limit lies
 * higher and cuts the connection without a word.
 */
@Provider
class BodyLimitFilter implements ContainerRequestFilter {

    private static final int MAX_BYTES = 16 * 1024;

    static ProblemException tooLarge() {
        return new ProblemException(ProblemType.BODY_TOO_LARGE, "At most " + MAX_BYTES + " bytes are accepted.");
    }

    @Override
    public void filter(ContainerRequestContext request) {
        String length = request.getHeaderString(HttpHeaders.CONTENT_LENGTH);
        if (length != null) {
            if (length.length() > 9 || Integer.parseInt(length) > MAX_BYTES) {
                throw tooLarge();
            }
        } else if (request.getHeaderString("Transfer-Encoding") != null) {
            request.setEntityStream(new Limited(request.getEntityStream()));
        }
    }

    private static final class Limited extends FilterInputStream {

        private int left = MAX_BYTES;

        Limited(InputStream stream) {
            super(stream);
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
                throw tooLarge();
            }
        }
    }
}
