/**
 * Access tokens: signed JWTs that any MicroProfile service accepts offline (RFC 9068, MicroProfile JWT 2.1). Issues them, verifies
 * them strictly, publishes the keys. Imports {@code key}, {@code session}, {@code client}, {@code user}, {@code revocation},
 * {@code problem}, {@code support}.
 */
@NullMarked
package dev.latchkey.token;

import org.jspecify.annotations.NullMarked;
