/**
 * The use cases of a person: signing up, verifying an address, signing in, refreshing, signing out, another password, seeing one's
 * devices and one's own data; with their resources and the mails about a user. Imports {@code identity}, {@code token}, {@code session},
 * {@code user}, {@code password}, {@code throttle}, {@code mail} and what lies below.
 */
@NullMarked
package dev.latchkey.signin;

import org.jspecify.annotations.NullMarked;
