package dev.latchkey.session;

import java.util.Arrays;
import java.util.Locale;

/** Why a session ended. Codes are stored and shown; they are stable. */
public enum EndReason {
    SIGNED_OUT,
    SIGNED_OUT_ELSEWHERE,
    PASSWORD_CHANGED,
    PASSWORD_RESET,
    FACTOR_CHANGED,
    ROLE_REMOVED,
    DISABLED,
    ERASED,
    REUSE_DETECTED,
    IDLE_TIMEOUT,
    EXPIRED,
    REPLACED,
    CAPACITY,
    ADMINISTRATOR;

    /** As stored and shown, such as {@code signed_out}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The reason behind a code. One that only a newer version knows counts as an administrator's: the end itself is what matters. */
    static EndReason of(String code) {
        return Arrays.stream(values())
                .filter(reason -> reason.code().equals(code))
                .findFirst()
                .orElse(ADMINISTRATOR);
    }
}
