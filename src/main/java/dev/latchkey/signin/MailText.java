package dev.latchkey.signin;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a mail says: paragraphs, and perhaps a link between them.
 *
 * @param subject nothing that a client sent
 */
record MailText(
        String subject, List<String> before, @Nullable String link, List<String> after) {

    /** The same in another language, both before the one link. */
    MailText and(MailText other) {
        return new MailText(
                subject + " / " + other.subject, joined(before, other.before), link, joined(after, other.after));
    }

    private static List<String> joined(List<String> one, List<String> other) {
        return Stream.concat(one.stream(), other.stream()).toList();
    }

    @Override
    public String toString() {
        return "MailText";
    }
}
