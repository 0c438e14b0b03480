/**
 * Tokens that must be refused although their signature is still good: the table, the copy of it that every node keeps in memory,
 * how the copy stays current, and the feed by which other services follow it. Imports {@code support} and {@code problem}.
 */
@NullMarked
package dev.latchkey.revocation;

import org.jspecify.annotations.NullMarked;
