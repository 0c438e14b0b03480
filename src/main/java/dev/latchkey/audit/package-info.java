/**
 * What happened, to whom, through whom: one appended row per event, written in the transaction of the change it tells of.
 * Imports {@code support}.
 */
@NullMarked
package dev.latchkey.audit;

import org.jspecify.annotations.NullMarked;
