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
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

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
        String time = MailComposer.time(event.at());
        tell(event.userId(), event.at(), words -> {
            String device = readable(event.deviceName(), words);
            return event.verdict() == Verdict.THEFT
                    ? new Notice(words.theftSubject(), words.theft(device, time), words.theftAdvice())
                    : new Notice(words.lostReplySubject(), words.lostReply(device, time), words.lostReplyAdvice());
        });
    }

    /** Of a few a day: whoever signs in over and over as ever other devices must not flood a mailbox, which may not even be theirs. */
    void onNewDevice(@Observes NewDeviceSignedIn event) {
        if (links.areOpen(event.userId(), MOST_OPEN_LINKS, event.at())) {
            return;
        }
        String time = MailComposer.time(event.at());
        tell(
                event.userId(),
                event.at(),
                words -> new Notice(
                        words.newDeviceSubject(),
                        words.newDevice(readable(event.deviceName(), words), time),
                        words.newDeviceAdvice()));
    }

    private void tell(UUID userId, Instant now, Function<NoticeMessages, Notice> notice) {
        Optional<String> address = mails.isOn() ? users.find(userId).map(UserView::email) : Optional.empty();
        Locale language = languages.current();
        address.flatMap(it -> {
                    String link = links.create(userId, now, config.linkTtl());
                    MailText text = Languages.andEnglish(
                            language, each -> text(notice, Languages.words(NoticeMessages.class, each), link, now));
                    return composer.compose(it, text, language);
                })
                .ifPresent(mail -> mails.queue(mail, now));
    }

    private MailText text(Function<NoticeMessages, Notice> told, NoticeMessages words, String link, Instant now) {
        Notice notice = told.apply(words);
        return new MailText(
                notice.subject(),
                List.of(notice.what(), notice.advice(), words.notMe()),
                link,
                List.of(words.once(MailComposer.time(now.plus(config.linkTtl())))));
    }

    /** No word of a client's own: whoever signs in, or steals a token, would choose what our mail says. */
    private static String readable(String deviceName, NoticeMessages messages) {
        return Devices.knownName(deviceName).orElseGet(messages::unknownDevice);
    }
}
