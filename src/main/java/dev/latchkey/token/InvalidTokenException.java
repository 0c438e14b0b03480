package dev.latchkey.token;

/**
 * The token is not to be believed. The message is a fixed phrase for the log at DEBUG: it never holds anything the token says
 * (standards A-21). Made without a stack trace, since strangers decide how often one is made.
 */
public class InvalidTokenException extends Exception {

    private static final long serialVersionUID = 1;

    private final boolean madeUp;

    /** Of what nobody ever had from us, as far as this node can tell. */
    InvalidTokenException(String reason) {
        this(reason, true);
    }

    private InvalidTokenException(String reason, boolean madeUp) {
        super(reason, null, false, false);
        this.madeUp = madeUp;
    }

    /** Of a token of ours, or what may have been one, that is good no more or not yet. */
    static InvalidTokenException ofOurs(String reason) {
        return new InvalidTokenException(reason, false);
    }

    /**
     * Whether nobody ever had it from us. What names a withdrawn key is not called so: those who hold such tokens bring them until they
     * refresh, and whoever makes one gains nothing.
     */
    public boolean isMadeUp() {
        return madeUp;
    }
}
