package dev.latchkey.signin;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** The words of the notices, in English. A translation is a file {@code messages/notice_de.properties} with the same keys. */
@MessageBundle(value = "notice", locale = "en")
interface NoticeMessages {

    @Message("Somebody may have copied your sign-in")
    String theftSubject();

    @Message(
            "Your sign-in on {device} was used a second time, from a copy. Somebody else may have got hold of it, so we signed that"
                    + " device out on {time}.")
    String theft(String device, String time);

    @Message(
            "You can sign in there again. If you cannot explain the copy, somebody may have had access to that device.")
    String theftAdvice();

    @Message("One of your devices was signed out")
    String lostReplySubject();

    @Message(
            "{device} was signed out on {time}, possibly by a network failure: an answer of ours seems not to have reached it.")
    String lostReply(String device, String time);

    @Message("Just sign in there again.")
    String lostReplyAdvice();

    @Message("New sign-in to your account")
    String newDeviceSubject();

    @Message("Your account was signed in to on {time}, from a device that we have not seen before: {device}.")
    String newDevice(String device, String time);

    @Message("If this was you, there is nothing to do.")
    String newDeviceAdvice();

    @Message("Unknown device")
    String unknownDevice();

    @Message("If this was not you, sign out all your devices here, and then change your password:")
    String notMe();

    @Message("The link can be used once, until {time}.")
    String once(String time);
}
