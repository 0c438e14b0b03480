/**
 * Sessions: one row per signed-in device, its refresh token and the rotation of it, the one way in which a session ends, and the
 * cleaning up afterwards. Imports {@code user}, {@code audit}, {@code revocation}, {@code support} and {@code problem}.
 */
@NullMarked
package dev.latchkey.session;

import org.jspecify.annotations.NullMarked;
