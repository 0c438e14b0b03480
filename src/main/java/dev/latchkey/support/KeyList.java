package dev.latchkey.support;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A setting of keys of 32 bytes: one in base64, or a list {@code id:base64,id:base64,…} with ids from 1 to 255, whose first is the primary.
 * A key without an id has id 1.
 */
public final class KeyList {

    private static final Pattern ENTRY = Pattern.compile("(?:(\\d{1,3}):)?([A-Za-z0-9+/]{43}=)");

    private KeyList() {}

    /**
     * The keys by id, in their order. Never puts a part of the value into a message.
     *
     * @param setting its name; that of the file with the same content ends in {@code -file}
     * @param advice what to do about it, for the message
     */
    public static Map<Integer, byte[]> parse(String value, String setting, String advice) {
        Map<Integer, byte[]> keys = new LinkedHashMap<>();
        for (String entry : value.split(",", -1)) {
            Matcher matcher = ENTRY.matcher(entry.strip());
            if (!matcher.matches()) {
                throw invalid(
                        "entry " + (keys.size() + 1)
                                + " is not 32 bytes in base64, with or without an id before a colon",
                        setting,
                        advice);
            }
            int id = matcher.group(1) == null ? 1 : Integer.parseInt(matcher.group(1));
            if (id < 1 || id > 255) {
                throw invalid("id " + id + " is not between 1 and 255", setting, advice);
            }
            if (keys.put(id, Base64.getDecoder().decode(matcher.group(2))) != null) {
                throw invalid("id " + id + " stands there twice", setting, advice);
            }
        }
        return keys;
    }

    private static ConfigurationException invalid(String why, String setting, String advice) {
        return new ConfigurationException(
                setting + " is not valid: " + why + ". " + advice, Set.of(setting, setting + "-file"));
    }
}
