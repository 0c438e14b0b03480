/**
 * What every feature stands on: the clock, randomness, identifiers, the master key, the keys derived from it for one purpose
 * each, and sealing under them. Nothing else in Latchkey reads the time or draws random bytes. Imports nothing of ours.
 */
@NullMarked
package dev.latchkey.support;

import org.jspecify.annotations.NullMarked;
