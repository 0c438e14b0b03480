package dev.latchkey.support;

import io.quarkus.arc.Arc;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HexFormat;
import org.jboss.logging.MDC;

/**
 * The id that ties a reply, its log lines and its audit events together. Made when first asked for and kept in the logging
 * context, so a request that needs none pays nothing. Outside a request every call makes another.
 */
@ApplicationScoped
public class TraceIds {

    private static final String MDC_KEY = "traceId";

    private final Randomness randomness;

    TraceIds(Randomness randomness) {
        this.randomness = randomness;
    }

    /** Id of the current request: 32 hexadecimal digits, as in W3C Trace Context. */
    public String current() {
        Object known = MDC.get(MDC_KEY);
        if (known != null) {
            return known.toString();
        }
        String made = HexFormat.of().formatHex(randomness.bytes(16));
        if (Arc.container().requestContext().isActive()) {
            MDC.put(MDC_KEY, made);
        }
        return made;
    }
}
