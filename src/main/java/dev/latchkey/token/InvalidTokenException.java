package dev.latchkey.token;

/**
 * The token is not to be believed. The message is a fixed phrase for the log at DEBUG: it never holds anything the token says
 * (standards A-21). Made without a stack trace, since strangers decide how often one is made.
 */
public class InvalidTokenException extends Exception {

    private static final long serialVersionUID = 1;

    InvalidTokenException(String reason) {
        super(reason, null, false, false);
    }
}
