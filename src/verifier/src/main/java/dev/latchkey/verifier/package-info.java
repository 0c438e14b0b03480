/**
 * What a MicroProfile service puts on its class path in order to refuse tokens that Latchkey has revoked: it follows the revocation
 * feed and keeps the list in memory. Depends on the Jakarta and MicroProfile APIs and the JDK alone, and on no class of the service.
 */
@NullMarked
package dev.latchkey.verifier;

import org.jspecify.annotations.NullMarked;
