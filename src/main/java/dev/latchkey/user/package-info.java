/**
 * Users: their names, addresses, roles, and whether they may sign in. Tells those above by events that it declares. Imports
 * {@code audit}, {@code support} and {@code problem}.
 */
@NullMarked
package dev.latchkey.user;

import org.jspecify.annotations.NullMarked;
