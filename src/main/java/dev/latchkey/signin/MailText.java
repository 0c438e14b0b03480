package dev.latchkey.signin;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a mail says: paragraphs, and perhaps a link between them.
 *
 * @param subject nothing that a client sent
 */
record MailText(
        String subject, List<String> before, @Nullable String link, List<String> after) {

    @Override
    public String toString() {
        return "MailText";
    }
}
