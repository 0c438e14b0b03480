/**
 * Passwords: what is accepted as one, and their hashes, computed behind a bulkhead so that a flood of sign-ins cannot starve the
 * rest. Imports {@code support} and {@code problem}.
 */
@NullMarked
package dev.latchkey.password;

import org.jspecify.annotations.NullMarked;
