package dev.latchkey.signin;

import dev.latchkey.mail.Mails;
import dev.latchkey.mail.OutgoingMail;
import dev.latchkey.session.Devices;
import dev.latchkey.session.NewDeviceSignedIn;
import dev.latchkey.session.RefreshTokenReused;
import dev.latchkey.session.Verdict;
import dev.latchkey.user.UserView;
import dev.latchkey.user.Users;
import io.quarkus.qute.Location;
import io.quarkus.qute.Template;
import io.quarkus.qute.TemplateException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Tells people by mail what happened to their account without them, in the transaction in which it happened (standards P-17, S-16). No
 * address of the device: it says little to most people, and mail is no place for it.
 */
@ApplicationScoped
class Notices {

    private static final Logger LOG = Logger.getLogger(Notices.class);

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static final int MOST_OPEN_LINKS = 5;

    private final Mails mails;
    private final Users users;
    private final NotMeLinks links;
    private final NoticeConfig config;
    private final NoticeMessages messages;
    private final Template text;
    private final Template html;

    Notices(
            Mails mails,
            Users users,
            NotMeLinks links,
            NoticeConfig config,
            NoticeMessages messages,
            @Location("notice.txt") Template text,
            @Location("notice.html") Template html) {
        this.mails = mails;
        this.users = users;
        this.links = links;
        this.config = config;
        this.messages = messages;
        this.text = text;
        this.html = html;
    }

    /** What is told of: one sentence on what happened, one on what to do. */
    record Notice(String subject, String what, String advice) {}

    void onReuse(@Observes RefreshTokenReused event) {
        String device = readable(event.deviceName());
        String time = TIME.format(event.at());
        tell(
                event.userId(),
                event.verdict() == Verdict.THEFT
                        ? new Notice(messages.theftSubject(), messages.theft(device, time), messages.theftAdvice())
                        : new Notice(
                                messages.lostReplySubject(),
                                messages.lostReply(device, time),
                                messages.lostReplyAdvice()),
                event.at());
    }

    /** Of a few a day: whoever signs in over and over as ever other devices must not flood a mailbox, which may not even be theirs. */
    void onNewDevice(@Observes NewDeviceSignedIn event) {
        if (links.areOpen(event.userId(), MOST_OPEN_LINKS, event.at())) {
            return;
        }
        String device = readable(event.deviceName());
        tell(
                event.userId(),
                new Notice(
                        messages.newDeviceSubject(),
                        messages.newDevice(device, TIME.format(event.at())),
                        messages.newDeviceAdvice()),
                event.at());
    }

    private void tell(UUID userId, Notice notice, Instant now) {
        Optional<String> address = mails.isOn() ? users.find(userId).map(UserView::email) : Optional.empty();
        address.flatMap(it -> compose(it, notice, links.create(userId, now, config.linkTtl()), now))
                .ifPresent(mail -> mails.queue(mail, now));
    }

    /** Empty, and an error in the log, if a text cannot be rendered: that must not undo the end of a session. */
    Optional<OutgoingMail> compose(String address, Notice notice, String link, Instant now) {
        String until = TIME.format(now.plus(config.linkTtl()));
        try {
            return Optional.of(new OutgoingMail(
                    address, notice.subject(), render(text, notice, link, until), render(html, notice, link, until)));
        } catch (TemplateException e) {
            LOG.error("A notice cannot be rendered", e);
            return Optional.empty();
        }
    }

    private static String render(Template template, Notice notice, String link, String until) {
        return template.data("what", notice.what())
                .data("advice", notice.advice())
                .data("link", link)
                .data("until", until)
                .render();
    }

    /** No word of a client's own: whoever signs in, or steals a token, would choose what our mail says. */
    private String readable(String deviceName) {
        return Devices.knownName(deviceName).orElseGet(messages::unknownDevice);
    }
}
