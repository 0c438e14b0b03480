/**
 * Mail on its way out: queued in the transaction of what it tells of, sent afterwards, by any node, until the mail server has it. What a
 * mail says belongs to the feature that queues it. Imports {@code revocation}, {@code problem} and {@code support}.
 */
@NullMarked
package dev.latchkey.mail;

import org.jspecify.annotations.NullMarked;
