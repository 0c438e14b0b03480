package dev.latchkey.signin;

import dev.latchkey.mail.OutgoingMail;
import io.quarkus.qute.Location;
import io.quarkus.qute.Template;
import io.quarkus.qute.TemplateException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Writes a mail as plain text, in which the link stands on a line of its own, and as HTML, in which whatever somebody sent is escaped. */
@ApplicationScoped
class MailComposer {

    private static final Logger LOG = Logger.getLogger(MailComposer.class);

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Template text;
    private final Template html;

    MailComposer(@Location("mail.txt") Template text, @Location("mail.html") Template html) {
        this.text = text;
        this.html = html;
    }

    /** Empty, and an error in the log, if the mail cannot be rendered: that must not undo what it would tell of. */
    Optional<OutgoingMail> compose(String recipient, MailText mail, Locale language) {
        try {
            return Optional.of(new OutgoingMail(
                    recipient, mail.subject(), render(text, mail, language), render(html, mail, language)));
        } catch (TemplateException e) {
            LOG.error("A mail cannot be rendered", e);
            return Optional.empty();
        }
    }

    /** A moment, in the same way for everybody. */
    static String time(Instant moment) {
        return TIME.format(moment);
    }

    private static String render(Template template, MailText mail, Locale language) {
        return template.data("before", mail.before())
                .data("link", mail.link())
                .data("after", mail.after())
                .data("language", language.toLanguageTag())
                .render();
    }
}
