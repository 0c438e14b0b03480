/**
 * What happened, to whom, through whom: one appended row per event, written in the transaction of the change it tells of, read by
 * administrators, and forgotten at the end of the retention.
 * Imports {@code support}.
 */
@NullMarked
package dev.latchkey.audit;

import org.jspecify.annotations.NullMarked;
