package dev.latchkey.mail;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * One mail to one person.
 *
 * @param recipient an e-mail address
 * @param subject nothing that a client sent
 * @param text the plain text part
 * @param html the same in HTML, with whatever a client sent escaped
 */
@RegisterForReflection
public record OutgoingMail(String recipient, String subject, String text, String html) {

    @Override
    public String toString() {
        return "OutgoingMail";
    }
}
