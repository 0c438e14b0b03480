/**
 * Every error a client can see: the catalogue, the exception that features throw, and the mappers that turn whatever went wrong
 * into {@code application/problem+json} (RFC 9457). Also the limits of what is accepted as a request body, and how work that nobody
 * waits for bears an outage of the database. Imports {@code support}.
 */
@NullMarked
package dev.latchkey.problem;

import org.jspecify.annotations.NullMarked;
