package dev.latchkey.signin;

import dev.latchkey.mail.Mails;
import dev.latchkey.user.UserView;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** The mails that people ask for, and those about their password and address; all in the caller's transaction (standards P-17). */
@ApplicationScoped
class AccountMails {

    private final Mails mails;
    private final MailComposer composer;
    private final ActionLinks links;
    private final NotMeLinks notMeLinks;
    private final AccountConfig config;
    private final NoticeConfig noticeConfig;

    AccountMails(
            Mails mails,
            MailComposer composer,
            ActionLinks links,
            NotMeLinks notMeLinks,
            AccountConfig config,
            NoticeConfig noticeConfig) {
        this.mails = mails;
        this.composer = composer;
        this.links = links;
        this.notMeLinks = notMeLinks;
        this.config = config;
        this.noticeConfig = noticeConfig;
    }

    void verifySignUp(String address, String token, Locale language, Instant now) {
        AccountMessages words = words(language);
        queue(
                address,
                new MailText(
                        words.signUpSubject(),
                        List.of(words.signUp()),
                        links.url(LinkPurpose.EMAIL, token),
                        List.of(once(words, now, config.verificationTtl()), words.signUpNotYou())),
                language,
                now);
    }

    void invite(UserView user, String token, Locale language, Instant now) {
        AccountMessages words = words(language);
        tell(
                user,
                new MailText(
                        words.inviteSubject(),
                        List.of(words.invite(user.username())),
                        links.url(LinkPurpose.PASSWORD, token),
                        List.of(once(words, now, config.verificationTtl()), words.inviteAdvice())),
                language,
                now);
    }

    void signUpRepeated(UserView user, Locale language, Instant now) {
        AccountMessages words = words(language);
        tell(
                user,
                new MailText(
                        words.repeatedSubject(),
                        List.of(words.repeated(MailComposer.time(now)), words.repeatedAdvice()),
                        null,
                        List.of()),
                language,
                now);
    }

    void resetPassword(UserView user, String token, Locale language, Instant now) {
        AccountMessages words = words(language);
        tell(
                user,
                new MailText(
                        words.resetSubject(),
                        List.of(words.reset(MailComposer.time(now))),
                        links.url(LinkPurpose.PASSWORD, token),
                        List.of(once(words, now, config.resetTtl()), words.resetNotYou())),
                language,
                now);
    }

    void passwordChanged(UserView user, Locale language, Instant now) {
        String time = MailComposer.time(now);
        tellWithWayOut(
                user,
                words -> new Told(
                        words.changedSubject(), List.of(words.changed(time), words.wasYou(), words.wasNotYou())),
                language,
                now);
    }

    void passwordReset(UserView user, Locale language, Instant now) {
        String time = MailComposer.time(now);
        tellWithWayOut(
                user,
                words -> new Told(
                        words.changedSubject(), List.of(words.wasReset(time), words.wasYou(), words.wasNotYou())),
                language,
                now);
    }

    void verifyNewAddress(String address, String token, Locale language, Instant now) {
        AccountMessages words = words(language);
        queue(
                address,
                new MailText(
                        words.newAddressSubject(),
                        List.of(words.newAddress()),
                        links.url(LinkPurpose.EMAIL, token),
                        List.of(once(words, now, config.verificationTtl()), words.newAddressNotYou())),
                language,
                now);
    }

    /** Without the new address: it is a stranger's word if it was not the user. */
    void addressChanges(UserView user, Locale language, Instant now) {
        String time = MailComposer.time(now);
        tellWithWayOut(
                user,
                words -> new Told(
                        words.oldAddressSubject(),
                        List.of(words.oldAddress(time), words.wasYou(), words.oldAddressNotYou())),
                language,
                now);
    }

    /** What happened to an account, perhaps by somebody else's doing. */
    private record Told(String subject, List<String> paragraphs) {}

    private void tellWithWayOut(UserView user, Function<AccountMessages, Told> told, Locale language, Instant now) {
        if (user.email() == null || !mails.isOn()) {
            return;
        }
        String link = notMeLinks.create(user.id(), now, noticeConfig.linkTtl());
        MailText mail = Languages.andEnglish(language, each -> {
            AccountMessages words = words(each);
            Told what = told.apply(words);
            return new MailText(
                    what.subject(), what.paragraphs(), link, List.of(once(words, now, noticeConfig.linkTtl())));
        });
        tell(user, mail, language, now);
    }

    private void tell(UserView user, MailText mail, Locale language, Instant now) {
        String address = user.email();
        if (address != null) {
            queue(address, mail, language, now);
        }
    }

    private void queue(String address, MailText mail, Locale language, Instant now) {
        composer.compose(address, mail, language).ifPresent(composed -> mails.queue(composed, now));
    }

    private static String once(AccountMessages words, Instant now, Duration ttl) {
        return words.once(MailComposer.time(now.plus(ttl)));
    }

    private static AccountMessages words(Locale language) {
        return Languages.words(AccountMessages.class, language);
    }
}
