/**
 * Registered clients: applications that authenticate with a secret of their own, and which of their access tokens are out. Imports
 * {@code revocation}, {@code audit}, {@code support} and {@code problem}.
 */
@NullMarked
package dev.latchkey.client;

import org.jspecify.annotations.NullMarked;
