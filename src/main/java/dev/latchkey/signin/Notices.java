package dev.latchkey.signin;

import dev.latchkey.mail.Mails;
import dev.latchkey.session.Devices;
import dev.latchkey.session.NewDeviceSignedIn;
import dev.latchkey.session.RefreshTokenReused;
import dev.latchkey.session.Verdict;
import dev.latchkey.user.UserView;
import dev.latchkey.user.Users;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Tells people by mail what happened to their account without them, in the transaction in which it happened (standards P-17, S-16). No
 * address of the device: it says little to most people, and mail is no place for it.
 */
@ApplicationScoped
class Notices {

    private static final int MOST_OPEN_LINKS = 5;

    private final Mails mails;
    private final Users users;
    private final NotMeLinks links;
    private final NoticeConfig config;
    private final Languages languages;
    private final MailComposer composer;

    Notices(
            Mails mails,
            Users users,
            NotMeLinks links,
            NoticeConfig config,
            Languages languages,
            MailComposer composer) {
        this.mails = mails;
        this.users = users;
        this.links = links;
        this.config = config;
        this.languages = languages;
        this.composer = composer;
    }

    /** What is told of: one sentence on what happened, one on what to do. */
    private record Notice(String subject, String what, String advice) {}

    void onReuse(@Observes RefreshTokenReused event) {
        NoticeMessages messages = words();
        String device = readable(event.deviceName(), messages);
        String time = MailComposer.time(event.at());
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
        NoticeMessages messages = words();
        String device = readable(event.deviceName(), messages);
        tell(
                event.userId(),
                new Notice(
                        messages.newDeviceSubject(),
                        messages.newDevice(device, MailComposer.time(event.at())),
                        messages.newDeviceAdvice()),
                event.at());
    }

    private void tell(UUID userId, Notice notice, Instant now) {
        Optional<String> address = mails.isOn() ? users.find(userId).map(UserView::email) : Optional.empty();
        address.flatMap(it -> composer.compose(
                        it, text(notice, links.create(userId, now, config.linkTtl()), now), languages.current()))
                .ifPresent(mail -> mails.queue(mail, now));
    }

    private MailText text(Notice notice, String link, Instant now) {
        NoticeMessages messages = words();
        return new MailText(
                notice.subject(),
                List.of(notice.what(), notice.advice(), messages.notMe()),
                link,
                List.of(messages.once(MailComposer.time(now.plus(config.linkTtl())))));
    }

    /** No word of a client's own: whoever signs in, or steals a token, would choose what our mail says. */
    private static String readable(String deviceName, NoticeMessages messages) {
        return Devices.knownName(deviceName).orElseGet(messages::unknownDevice);
    }

    /** In the language of the request in which it happened. */
    private NoticeMessages words() {
        return Languages.words(NoticeMessages.class, languages.current());
    }
}
