package dev.latchkey.audit;

import java.util.Optional;

/**
 * Where the request that is being answered comes from (standards L-01). The trail stands below whoever can tell, so it asks: like the
 * trace id, the address is in every event of a request without being handed through whatever ends sessions or changes users.
 */
public interface CurrentSource {

    /** An IP address as text; empty outside of requests, as when something is swept. */
    Optional<String> ip();
}
