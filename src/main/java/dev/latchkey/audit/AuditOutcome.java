package dev.latchkey.audit;

import java.util.Locale;

/** Whether what was tried came about. */
public enum AuditOutcome {
    SUCCESS,
    FAILURE;

    /** As stored, such as {@code failure}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
