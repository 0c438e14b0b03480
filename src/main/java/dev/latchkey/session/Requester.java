package dev.latchkey.session;

import org.jspecify.annotations.Nullable;

/**
 * Where a request comes from, as far as it shows.
 *
 * @param userAgent the User-Agent header, which is the client's claim
 * @param ip the address, as text
 */
public record Requester(
        @Nullable String userAgent, @Nullable String ip) {}
