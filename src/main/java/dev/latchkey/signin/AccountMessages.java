package dev.latchkey.signin;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** The words of the mails that people ask for, and of those about their password and address; in English, translated as the notices are. */
@MessageBundle(value = "account", locale = "en")
interface AccountMessages {

    @Message("Confirm your address")
    String signUpSubject();

    @Message(
            "Somebody, probably you, made an account with this address. Open this link to confirm that the address is yours:")
    String signUp();

    @Message("If it was not you, do not open the link, and there will be no account.")
    String signUpNotYou();

    @Message("An account was made for you")
    String inviteSubject();

    @Message(
            "An administrator made an account for you, with the username {username}. Open this link to choose your password:")
    String invite(String username);

    @Message("If the link is too old, ask for one to set another password.")
    String inviteAdvice();

    @Message("You have an account already")
    String repeatedSubject();

    @Message(
            "Somebody, perhaps you, tried to make an account with this address on {time}. But you have one, and it has not changed.")
    String repeated(String time);

    @Message("Sign in as always. If you have forgotten your password, ask for a link to set another one.")
    String repeatedAdvice();

    @Message("Set another password")
    String resetSubject();

    @Message("Somebody, probably you, asked on {time} for a link to set another password for your account:")
    String reset(String time);

    @Message("If it was not you, there is nothing to do: nothing has changed.")
    String resetNotYou();

    @Message("Your password was changed")
    String changedSubject();

    @Message("The password of your account was changed on {time}. Your other devices were signed out.")
    String changed(String time);

    @Message(
            "The password of your account was set anew on {time}, by a link that we had sent to you. All devices were signed out.")
    String wasReset(String time);

    @Message("If this was you, there is nothing to do.")
    String wasYou();

    @Message("If this was not you, sign out all devices here, and then ask for a link to set another password:")
    String wasNotYou();

    @Message("Confirm your new address")
    String newAddressSubject();

    @Message(
            "Somebody, probably you, wants to use this address for their account. Open this link to confirm that it is yours:")
    String newAddress();

    @Message("If it was not you, do not open the link.")
    String newAddressNotYou();

    @Message("Your address is about to change")
    String oldAddressSubject();

    @Message(
            "On {time} somebody who is signed in to your account, probably you, gave another address for it. It counts once it is confirmed.")
    String oldAddress(String time);

    @Message("If this was not you, stop it and sign out all devices here, and then change your password:")
    String oldAddressNotYou();

    @Message("The link can be used once, until {time}.")
    String once(String time);
}
