package dev.latchkey.mail;

import java.time.Instant;

/** Waiting mail is about to be sent: what is still to be written can go out with it. */
public record MailRound(Instant at) {}
