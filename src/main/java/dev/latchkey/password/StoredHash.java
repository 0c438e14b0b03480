package dev.latchkey.password;

/** The hash of a password as it stands in the database: ours, or one that another system made and somebody imported. */
sealed interface StoredHash permits Argon2, Bcrypt, Pbkdf2, Scrypt {

    /** Longer than any that is told of here: nobody needs to look at what is longer. */
    int MAX_LENGTH = 512;

    /** Memory that no setting of ours goes beyond, in KiB: whatever asks for more was not made by this service, nor taken in by it. */
    int MAX_MEMORY = 1_048_576;

    /** Whether it is the hash of this text, in UTF-8. */
    boolean matches(String password, Argon2Hasher argon2);

    /** Whether all of this text has to be right for it to match, so that the hash can give way to another one of the text. */
    default boolean seesAllOf(String password) {
        return true;
    }

    /** What computing it takes, in KiB; 0 if it is not worth counting. */
    int memory();

    /** Whether it takes longer, some two seconds, than may be asked of us by what others bring along. */
    boolean isSlow();

    /** The one form in which it is stored. */
    String text();

    /**
     * Reads a hash in the form in which they are stored.
     *
     * @throws UnusableHashException if it is in none
     */
    static StoredHash parse(String text) throws UnusableHashException {
        if (text.length() > MAX_LENGTH) {
            throw new UnusableHashException("is longer than " + MAX_LENGTH + " characters");
        }
        if (text.startsWith("$argon2")) {
            return Argon2.parse(text);
        }
        if (text.startsWith("$2") || text.startsWith(Bcrypt.DIGESTED)) {
            return Bcrypt.parse(text);
        }
        if (text.startsWith("$pbkdf2")) {
            return Pbkdf2.parse(text);
        }
        if (text.startsWith("$scrypt$")) {
            return Scrypt.parse(text);
        }
        throw new UnusableHashException("is of no known kind");
    }
}
