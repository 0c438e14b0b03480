package dev.latchkey.session;

import java.util.Locale;

/** What about a session's use can change so that somebody else may be using it. Codes name metrics and audit reasons. */
enum Anomaly {
    /** Another program or system, or another kind of device: what the device list shows. */
    DEVICE,
    /** Another country. */
    REGION;

    String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
