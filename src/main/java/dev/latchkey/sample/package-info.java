/**
 * What a service looks like whose users sign in here: the examples of the README, built from MicroProfile and Jakarta annotations
 * that work the same in a sibling service. Imports {@code identity}.
 */
@NullMarked
package dev.latchkey.sample;

import org.jspecify.annotations.NullMarked;
