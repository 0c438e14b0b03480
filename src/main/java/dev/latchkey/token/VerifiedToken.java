package dev.latchkey.token;

import dev.latchkey.client.ClientIds;
import io.smallrye.jwt.auth.principal.DefaultJWTCallerPrincipal;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jose4j.jwt.JwtClaims;
import org.jspecify.annotations.Nullable;

/**
 * An access token that was found good. It is at once the {@code JsonWebToken} that applications inject, so that for a token seen
 * before nothing has to be parsed or made anew. Never changes, hence may be shared between requests.
 */
public final class VerifiedToken extends DefaultJWTCallerPrincipal {

    private final String kid;
    private final String tokenId;
    private final String subject;
    private final String name;
    private final Set<String> groups;
    private final Optional<UUID> sessionId;
    private final Optional<UUID> userId;
    private final Optional<Instant> authenticatedAt;
    private final Optional<String> binding;
    private final Instant validFrom;
    private final Instant expiresAt;
    private final @Nullable String sid;

    private VerifiedToken(@Nullable String raw, String kid, JwtClaims claims, ClaimReader reader)
            throws InvalidTokenException {
        super(raw, CompactJws.TYPE, claims);
        this.kid = kid;
        this.tokenId = reader.string("jti");
        this.subject = reader.string("sub");
        this.name = reader.optionalString("upn").orElse(subject);
        this.groups = Set.copyOf(reader.strings("groups"));
        this.sessionId = reader.optionalUuid("sid");
        this.userId = sessionId.isEmpty() ? Optional.empty() : reader.optionalUuid("sub");
        this.authenticatedAt = reader.optionalInstant("auth_time");
        this.binding = reader.optionalString(AccessTokenIssuer.BINDING);
        Instant issuedAt = reader.instant("iat");
        this.validFrom =
                reader.optionalInstant("nbf").filter(issuedAt::isBefore).orElse(issuedAt);
        this.expiresAt = reader.instant("exp");
        this.sid = sessionId.map(UUID::toString).orElse(null);
    }

    static VerifiedToken of(@Nullable String raw, String kid, Map<String, Object> claims) throws InvalidTokenException {
        ClaimReader reader = new ClaimReader(claims);
        reader.string("client_id");
        reader.optionalString("acr");
        reader.strings("amr");
        JwtClaims shared = new JwtClaims();
        claims.forEach((claim, value) ->
                shared.setClaim(claim, value instanceof List<?> list ? Collections.unmodifiableList(list) : value));
        return new VerifiedToken(raw, kid, shared, reader);
    }

    /**
     * What an access token of the session would say, for a caller who came with a session cookie instead: there is no raw token, and
     * nothing was signed. To be made only from a session found to be live.
     */
    public static VerifiedToken ofSession(AccessTokenSubject subject, TokenNames names, Instant expiresAt) {
        String sid = subject.sessionId().toString();
        Map<String, Object> claims = Map.ofEntries(
                Map.entry("iss", names.issuer()),
                Map.entry("sub", subject.userId().toString()),
                Map.entry("aud", names.audience()),
                Map.entry("client_id", ClientIds.FIRST_PARTY),
                Map.entry("iat", subject.authenticatedAt().getEpochSecond()),
                Map.entry("exp", expiresAt.getEpochSecond()),
                Map.entry("jti", sid),
                Map.entry("sid", sid),
                Map.entry("auth_time", subject.authenticatedAt().getEpochSecond()),
                Map.entry("acr", subject.acr()),
                Map.entry("amr", subject.amr()),
                Map.entry("upn", subject.username()),
                Map.entry("groups", subject.roles()));
        try {
            return of(null, "", claims);
        } catch (InvalidTokenException e) {
            throw new IllegalStateException("What the issuer says is read everywhere", e);
        }
    }

    /** The key it was signed with; empty without a raw token. */
    public String kid() {
        return kid;
    }

    /** The {@code sid} as the revocation list has it. */
    @Nullable
    String sid() {
        return sid;
    }

    /** The later one of {@code iat} and {@code nbf}. */
    Instant validFrom() {
        return validFrom;
    }

    /** The user it speaks for, or empty for a client's token. */
    public Optional<UUID> userId() {
        return userId;
    }

    /** The session it was issued for, or empty for a client's token. */
    public Optional<UUID> sessionId() {
        return sessionId;
    }

    /** When the user last proved who they are, or empty for a client's token. */
    public Optional<Instant> authenticatedAt() {
        return authenticatedAt;
    }

    /** The {@code acr}, or empty for a client's token. */
    public Optional<String> acr() {
        return claim("acr");
    }

    /** The hash of the cookie without which it is not to be accepted, or empty for a token that needs none. */
    public Optional<String> binding() {
        return binding;
    }

    /** The {@code exp}; the verifier grants some seconds more. */
    public Instant expiresAt() {
        return expiresAt;
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public String getSubject() {
        return subject;
    }

    @Override
    public String getTokenID() {
        return tokenId;
    }

    @Override
    public Set<String> getGroups() {
        return groups;
    }

    /** Without the token itself and without personal data: this ends up in logs. */
    @Override
    public String toString() {
        return "VerifiedToken " + tokenId;
    }
}
