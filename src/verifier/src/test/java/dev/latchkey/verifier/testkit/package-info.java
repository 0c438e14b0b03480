/** For the tests of a service that takes Latchkey's tokens: an issuer within the test, with its keys and its revocation feed. */
@NullMarked
package dev.latchkey.verifier.testkit;

import org.jspecify.annotations.NullMarked;
