/**
 * Who is calling, from where, and what browsers may do with the answer: plugs our verifier into Quarkus security, so that {@code
 * @RolesAllowed}, {@code JsonWebToken} and {@code SecurityContext} work as everywhere; client addresses, security headers, sharing
 * with other origins. Imports {@code token}, {@code problem}, {@code support}.
 */
@NullMarked
package dev.latchkey.identity;

import org.jspecify.annotations.NullMarked;
