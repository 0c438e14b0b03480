package dev.latchkey.client;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.stream.Stream;

/** The ways in which a client may come by a token. A client without any may introspect and revoke. */
public enum GrantType {
    CLIENT_CREDENTIALS;

    /** As in requests, such as {@code client_credentials}. */
    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    static GrantType of(String code) {
        return Stream.of(values())
                .filter(type -> type.code().equals(code))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("not a known grant type"));
    }
}
