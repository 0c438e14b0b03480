package dev.latchkey.signin;

import dev.latchkey.identity.PublicUrl;
import dev.latchkey.support.Randomness;
import dev.latchkey.support.Sha256;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of links in mails: a prefix that tells what for, and 256 random bits in base64url. Only their SHA-256 is stored (standards
 * P-11), and the URL is the configured one, whatever a request says of its host (standards P-12).
 */
@ApplicationScoped
class LinkTokens {

    private static final int TOKEN_BYTES = 32;
    private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9_-]{43}");

    private final Randomness randomness;
    private final String baseUrl;

    LinkTokens(Randomness randomness, PublicUrl publicUrl) {
        this.randomness = randomness;
        this.baseUrl = publicUrl.url().replaceAll("/+$", "");
    }

    String create(LinkPurpose purpose) {
        return purpose.prefix() + Base64.getUrlEncoder().withoutPadding().encodeToString(randomness.bytes(TOKEN_BYTES));
    }

    /** The link to be mailed. */
    String url(LinkPurpose purpose, String token) {
        return baseUrl + purpose.path() + "?token=" + token;
    }

    /** What is stored of a token; empty if the text is none for this purpose. */
    static Optional<byte[]> digest(LinkPurpose purpose, @Nullable String text) {
        return Optional.ofNullable(text)
                .filter(token -> token.startsWith(purpose.prefix())
                        && SECRET.matcher(token.substring(purpose.prefix().length()))
                                .matches())
                .map(Sha256::of);
    }
}
