package dev.latchkey.verifier;

import java.util.Optional;

/** Which part of a token a revocation names. */
enum TokenKind {
    JTI,
    SID,
    KID;

    /** Empty for a kind of a later version of the feed, which is to be ignored. */
    static Optional<TokenKind> of(String code) {
        return switch (code) {
            case "jti" -> Optional.of(JTI);
            case "sid" -> Optional.of(SID);
            case "kid" -> Optional.of(KID);
            default -> Optional.empty();
        };
    }
}
