/**
 * Tokens that must be refused although their signature is still good: the table, the copy of it that every node keeps in memory,
 * and how the copy stays current. Imports {@code support} and {@code problem}.
 */
@NullMarked
package dev.latchkey.revocation;

import org.jspecify.annotations.NullMarked;
