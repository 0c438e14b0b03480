package dev.latchkey.problem;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Refuses, before anything is parsed, bodies over 16 KiB (standards T-08) and bodies that do not say what they are (standards
 * C-09: a page elsewhere can make a browser send those without asking). The server's own limit lies higher and answers without a
 * word.
 */
@Provider
class RequestBodyFilter implements ContainerRequestFilter {

    private static final int MAX_BYTES = 16 * 1024;
    private static final int MAX_DIGITS = 9;

    static ProblemException tooLarge() {
        return new ProblemException(ProblemType.BODY_TOO_LARGE, "At most " + MAX_BYTES + " bytes are accepted.");
    }

    @Override
    public void filter(ContainerRequestContext request) {
        boolean chunked = request.getHeaderString("Transfer-Encoding") != null;
        String length = request.getHeaderString(HttpHeaders.CONTENT_LENGTH);
        if (length != null) {
            if (length.length() > MAX_DIGITS || Integer.parseInt(length) > MAX_BYTES) {
                throw tooLarge();
            }
        } else if (chunked) {
            request.setEntityStream(new Limited(request.getEntityStream()));
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
