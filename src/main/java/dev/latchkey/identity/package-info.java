/**
 * Who is calling, from where, and what browsers may do with the answer: turns a bearer token or a cookie into a Quarkus {@code
 * SecurityIdentity}, so that {@code @RolesAllowed}, {@code JsonWebToken} and {@code SecurityContext} work as everywhere; the cookies
 * themselves; defence against forged requests; client addresses, security headers, sharing with other origins. Imports {@code
 * session}, {@code token}, {@code user}, {@code throttle}, {@code audit}, {@code problem},
 * {@code support}.
 */
@NullMarked
package dev.latchkey.identity;

import org.jspecify.annotations.NullMarked;
