package dev.latchkey.token;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.latchkey.client.ClientIds;
import dev.latchkey.key.SigningKey;
import dev.latchkey.key.SigningKeys;
import dev.latchkey.support.Randomness;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;

/**
 * Makes access tokens: RFC 9068 for the header and the claims, MicroProfile JWT 2.1 for {@code upn} and {@code groups}. They say
 * what services need and nothing else, since anybody who holds one can read it (standards A-18).
 */
@ApplicationScoped
public class AccessTokenIssuer {

    /** A claim of our own: hash of a cookie (ADR 12). {@code cnf} would promise more, and others would have to understand it. */
    static final String BINDING = "cbh";

    private static final int TOKEN_ID_BYTES = 16;
    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

    private final SigningKeys signingKeys;
    private final TokenNames names;
    private final Randomness randomness;
    private final JsonFactory json = new JsonFactory();

    AccessTokenIssuer(SigningKeys signingKeys, TokenNames names, Randomness randomness) {
        this.signingKeys = signingKeys;
        this.names = names;
        this.randomness = randomness;
    }

    /**
     * Makes a token with a new {@code jti}. It carries whole seconds: {@code iat} and {@code exp} are rounded down, so that it
     * never outlives {@code expiresAt}.
     */
    public IssuedAccessToken issue(AccessTokenSubject subject, Instant now, Instant expiresAt) {
        return sign(tokenId -> claims(subject, tokenId, now, expiresAt), expiresAt);
    }

    /** As {@link #issue(AccessTokenSubject, Instant, Instant)}, for a client that calls by itself: nobody has signed in (standards A-02). */
    public IssuedAccessToken issue(ClientSubject client, Instant now, Instant expiresAt) {
        return sign(tokenId -> claims(client, tokenId, now, expiresAt), expiresAt);
    }

    private IssuedAccessToken sign(Function<String, byte[]> claims, Instant expiresAt) {
        String tokenId = BASE64URL.encodeToString(randomness.bytes(TOKEN_ID_BYTES));
        SigningKey key = signingKeys.signing();
        String signed = encode(header(key)) + '.' + encode(claims.apply(tokenId));
        byte[] signature = key.sign(signed.getBytes(StandardCharsets.US_ASCII));
        return new IssuedAccessToken(signed + '.' + BASE64URL.encodeToString(signature), tokenId, expiresAt);
    }

    private byte[] header(SigningKey key) {
        return object(generator -> {
            generator.writeStringField("alg", key.algorithm().name());
            generator.writeStringField("kid", key.kid());
            generator.writeStringField("typ", CompactJws.TYPE);
        });
    }

    private byte[] claims(AccessTokenSubject subject, String tokenId, Instant now, Instant expiresAt) {
        return object(generator -> {
            generator.writeStringField("iss", names.issuer());
            generator.writeStringField("sub", subject.userId().toString());
            generator.writeStringField("aud", names.audience());
            generator.writeStringField("client_id", ClientIds.FIRST_PARTY);
            generator.writeNumberField("iat", now.getEpochSecond());
            generator.writeNumberField("exp", expiresAt.getEpochSecond());
            generator.writeStringField("jti", tokenId);
            generator.writeStringField("sid", subject.sessionId().toString());
            generator.writeNumberField("auth_time", subject.authenticatedAt().getEpochSecond());
            generator.writeStringField("acr", subject.acr());
            writeStrings(generator, "amr", subject.amr());
            generator.writeStringField("upn", subject.username());
            writeStrings(generator, "groups", subject.roles());
            if (subject.binding() != null) {
                generator.writeStringField(BINDING, subject.binding());
            }
        });
    }

    private byte[] claims(ClientSubject client, String tokenId, Instant now, Instant expiresAt) {
        return object(generator -> {
            generator.writeStringField("iss", names.issuer());
            generator.writeStringField("sub", client.clientId());
            generator.writeStringField("aud", names.audience());
            generator.writeStringField("client_id", client.clientId());
            generator.writeNumberField("iat", now.getEpochSecond());
            generator.writeNumberField("exp", expiresAt.getEpochSecond());
            generator.writeStringField("jti", tokenId);
            if (!client.scopes().isEmpty()) {
                generator.writeStringField("scope", String.join(" ", client.scopes()));
            }
            writeStrings(generator, "groups", client.roles());
        });
    }

    private static void writeStrings(JsonGenerator generator, String name, List<String> values) throws IOException {
        generator.writeArrayFieldStart(name);
        for (String value : values) {
            generator.writeString(value);
        }
        generator.writeEndArray();
    }

    private byte[] object(Members members) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator generator = json.createGenerator(bytes)) {
            generator.writeStartObject();
            members.write(generator);
            generator.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory does not fail", e);
        }
        return bytes.toByteArray();
    }

    private static String encode(byte[] bytes) {
        return BASE64URL.encodeToString(bytes);
    }

    private interface Members {
        void write(JsonGenerator generator) throws IOException;
    }
}
