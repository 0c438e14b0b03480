/**
 * Who is calling: plugs our verifier into Quarkus security, so that {@code @RolesAllowed}, {@code JsonWebToken} and {@code
 * SecurityContext} work as everywhere. Imports {@code token}, {@code problem}, {@code support}.
 */
@NullMarked
package dev.latchkey.identity;

import org.jspecify.annotations.NullMarked;
