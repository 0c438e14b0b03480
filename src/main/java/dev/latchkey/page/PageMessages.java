package dev.latchkey.page;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** The words of the pages, in English. A translation is a file {@code messages/page_de.properties} with the same keys. */
@MessageBundle(value = "page", locale = "en")
interface PageMessages {

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
}
