package dev.latchkey.page;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** The words of the pages, in English. A translation is a file {@code messages/page_de.properties} with the same keys. */
@MessageBundle(value = "page", locale = "en")
interface PageMessages {

    /** Its tag, for the page's {@code lang}. */
    @Message("en")
    String language();

    @Message("This was not me")
    String notMeTitle();

    @Message("This signs all your devices out: yours, and any other that has got in.")
    String notMeWhat();

    @Message("Sign out all devices")
    String notMeButton();

    @Message("All devices are signed out")
    String notMeDoneTitle();

    @Message(
            "Now change your password before you sign in on your other devices again. Whoever knows the old one could come back.")
    String notMeDoneWhat();

    @Message("This link does not work")
    String deadLinkTitle();

    @Message(
            "It has been used, it is too old, or it is not complete. If devices are signed in that you do not know, sign in and sign them"
                    + " out, and change your password.")
    String deadLinkWhat();

    @Message(
            "It has been used, it is too old, a newer one was sent after it, or it is not complete. Ask for another one.")
    String deadLinkAgain();

    @Message("Try again in a few minutes")
    String laterTitle();

    @Message("This service has too much to do just now. Nothing was changed; open the link again then.")
    String laterWhat();

    @Message("Confirm your address")
    String verifyEmailTitle();

    @Message("This confirms that the address to which the link was sent is yours.")
    String verifyEmailWhat();

    @Message("Confirm")
    String verifyEmailButton();

    @Message("Your address is confirmed")
    String verifyEmailDoneTitle();

    @Message("You can sign in with it now.")
    String verifyEmailDoneWhat();

    @Message("Set another password")
    String resetPasswordTitle();

    @Message("All your devices will be signed out.")
    String resetPasswordWhat();

    @Message("New password")
    String resetPasswordField();

    @Message("Set password")
    String resetPasswordButton();

    @Message("This password cannot be used. Choose another one.")
    String resetPasswordRefused();

    @Message("It has fewer than {least} characters.")
    String resetPasswordTooShort(Integer least);

    @Message("It is too long.")
    String resetPasswordTooLong();

    @Message("It is one of the passwords that are tried first.")
    String resetPasswordCommon();

    @Message("It is made of your name, your address or the name of this service.")
    String resetPasswordContext();

    @Message("It was stolen from another service, and those who stole it try it everywhere.")
    String resetPasswordBreached();

    @Message("It is the one you had, which somebody else may know.")
    String resetPasswordUnchanged();

    @Message("Your password is set")
    String resetPasswordDoneTitle();

    @Message("Sign in with it.")
    String resetPasswordDoneWhat();
}
