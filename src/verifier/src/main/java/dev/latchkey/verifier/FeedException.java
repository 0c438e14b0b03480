package dev.latchkey.verifier;

import java.io.IOException;

/** The feed, or the token that it wants, cannot be had, or says what it must not say. Its message holds nothing secret. */
class FeedException extends IOException {

    private static final long serialVersionUID = 1L;

    FeedException(String message) {
        super(message);
    }

    /** 401: the token that opened the feed is not, or no longer, accepted. */
    static final class Unauthorized extends FeedException {

        private static final long serialVersionUID = 1L;

        Unauthorized(String message) {
            super(message);
        }
    }
}
