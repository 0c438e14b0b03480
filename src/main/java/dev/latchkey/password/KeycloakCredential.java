package dev.latchkey.password;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * A password in an export of Keycloak: {@code secretData} with {@code value} and {@code salt}, {@code credentialData} with {@code
 * algorithm}, {@code hashIterations} and, for Argon2, {@code additionalParameters}; both are JSON inside of a string.
 */
final class KeycloakCredential {

    private static final int MAX_LENGTH = 4096;
    private static final ObjectMapper JSON = new ObjectMapper();

    private KeycloakCredential() {}

    /** The same hash as one string; what is missing or wrong in it, whoever parses that finds. */
    static String toPhc(String secretData, String credentialData) throws UnusableHashException {
        JsonNode secret = read(secretData);
        JsonNode credential = read(credentialData);
        String salt = secret.path("salt").asText();
        String hash = secret.path("value").asText();
        String algorithm = credential.path("algorithm").asText();
        String iterations = credential.path("hashIterations").asText();
        String function = switch (algorithm) {
            case "pbkdf2", "pbkdf2-sha256", "pbkdf2-sha512" -> algorithm + "$i=" + iterations;
            case "argon2" -> argon2(credential.path("additionalParameters"), iterations);
            default -> throw new UnusableHashException("was made by an algorithm of Keycloak's that is not known here");
        };
        return "$" + function + "$" + salt + "$" + hash;
    }

    /** Each parameter is a list of one string. */
    private static String argon2(JsonNode parameters, String iterations) throws UnusableHashException {
        String version = switch (parameters.path("version").path(0).asText()) {
            case "1.0" -> "16";
            case "1.3" -> "19";
            default -> throw new UnusableHashException("has parameters that Argon2 does not have");
        };
        return "argon2" + parameters.path("type").path(0).asText() + "$v=" + version + "$m="
                + parameters.path("memory").path(0).asText() + ",t=" + iterations + ",p="
                + parameters.path("parallelism").path(0).asText();
    }

    /** The message of a parser shows what it read. */
    @SuppressWarnings("UnusedException")
    private static JsonNode read(String json) throws UnusableHashException {
        try {
            if (json.length() <= MAX_LENGTH) {
                return JSON.readTree(json);
            }
        } catch (JsonProcessingException e) {
            throw new UnusableHashException("is not in JSON");
        }
        throw new UnusableHashException("is longer than " + MAX_LENGTH + " characters");
    }
}
