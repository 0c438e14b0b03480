/**
 * What happened, to whom, through whom: one appended row per event, written in the transaction of the change it tells of, read by
 * administrators, and forgotten at the end of the retention. What strangers cause as often as they like is bounded.
 * Imports {@code support}.
 */
@NullMarked
package dev.latchkey.audit;

import org.jspecify.annotations.NullMarked;
