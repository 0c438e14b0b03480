package dev.latchkey.password;

/** A hash that cannot be used here. The message says why, with no part of the hash, as the end of a sentence: "is of no known kind". */
public final class UnusableHashException extends Exception {

    private static final long serialVersionUID = 1;

    UnusableHashException(String why) {
        super(why);
    }
}
