package dev.latchkey.verifier;

/** As which registered client this service asks for the feed. */
record ClientCredentials(String id, String secret) {

    /** Without the secret, for logs. */
    @Override
    public String toString() {
        return "ClientCredentials[" + id + "]";
    }
}
