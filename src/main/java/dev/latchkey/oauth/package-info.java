/**
 * The endpoints that RFCs define: tokens for clients, introspection, revocation, metadata. Imports {@code identity}, {@code token},
 * {@code session}, {@code client}, {@code throttle}, {@code revocation}, {@code audit}, {@code support} and {@code problem}.
 */
@NullMarked
package dev.latchkey.oauth;

import org.jspecify.annotations.NullMarked;
