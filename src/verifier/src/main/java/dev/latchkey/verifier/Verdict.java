package dev.latchkey.verifier;

/** What the revocation list says about a token whose signature and claims are good. */
public enum Verdict {
    /** It is not revoked. */
    GOOD,
    /** It, its session or its key is revoked: answer 401. */
    REVOKED,
    /** It expired longer ago than its revocation would be remembered for certain: answer 401. */
    EXPIRED,
    /** The list is too old to tell, and the settings say that this is not good enough: answer 503, it is not the caller's fault. */
    UNKNOWN
}
