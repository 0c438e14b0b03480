package dev.latchkey.mail;

import io.quarkus.arc.Arc;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;

/** The mails that people got. */
@WithTestResource(value = MailServer.class, scope = TestResourceScope.GLOBAL)
public final class TestMails {

    private TestMails() {}

    /** A mail as the mail server took it. */
    public record Received(MimeMessage message, String subject, String text, String html) {

        /** The link, which stands on a line of its own. */
        public String link() {
            return text.lines()
                    .filter(line -> line.startsWith("http"))
                    .findFirst()
                    .orElseThrow();
        }

        public String token() {
            return link().substring(link().indexOf("?token=") + "?token=".length());
        }

        @Override
        public String toString() {
            return subject + "\n" + text;
        }
    }

    /** Sends whatever is due, and returns what has been sent to this address so far, the oldest first. */
    public static List<Received> sentTo(String address) {
        deliver();
        return receivedBy(address);
    }

    /** Sends whatever is due, as the scheduler does. */
    static void deliver() {
        Arc.container().instance(MailSender.class).get().run();
    }

    static List<Received> receivedBy(String address) {
        return Stream.of(MailServer.greenMail().getReceivedMessagesForDomain(address))
                .map(TestMails::read)
                .toList();
    }

    private static Received read(MimeMessage message) {
        try {
            Multipart parts = (Multipart) message.getContent();
            BodyPart text = parts.getBodyPart(0);
            BodyPart html = parts.getBodyPart(1);
            if (!text.isMimeType("text/plain") || !html.isMimeType("text/html")) {
                throw new IllegalStateException(text.getContentType() + ", " + html.getContentType());
            }
            return new Received(message, message.getSubject(), text(text), text(html));
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(BodyPart part) throws MessagingException, IOException {
        return part.getContent().toString().replace("\r\n", "\n");
    }
}
