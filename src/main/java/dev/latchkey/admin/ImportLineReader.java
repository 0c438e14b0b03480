package dev.latchkey.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import dev.latchkey.password.Passwords;
import dev.latchkey.password.UnusableHashException;
import dev.latchkey.problem.ProblemException;
import dev.latchkey.user.ImportedUser;
import dev.latchkey.user.Usernames;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads one line of an import as strictly as any other body, and tells what is wrong with it without repeating it. */
@ApplicationScoped
class ImportLineReader {

    private static final UUID NIL = new UUID(0, 0);

    private final ObjectReader json;
    private final Validator validator;
    private final Passwords passwords;

    ImportLineReader(ObjectMapper json, Validator validator, Passwords passwords) {
        this.json = json.readerFor(ImportLine.class);
        this.validator = validator;
        this.passwords = passwords;
    }

    /** @throws LineFault if it is not one user who could be */
    ImportedUser read(byte @Nullable [] bytes, Instant now) throws LineFault {
        if (bytes == null) {
            throw new LineFault(
                    LineFault.LINE_TOO_LONG, "At most " + ImportLines.MAX_BYTES + " bytes are accepted on a line.");
        }
        ImportLine line = parse(text(bytes));
        String violations = validator.validate(line).stream()
                .map(ImportLineReader::describe)
                .distinct()
                .sorted()
                .collect(Collectors.joining("; "));
        if (!violations.isEmpty()) {
            throw invalid(violations);
        }
        try {
            return user(line, now);
        } catch (ProblemException e) {
            throw invalid(String.valueOf(e.getMessage()));
        } catch (UnusableHashException e) {
            throw new LineFault(LineFault.UNUSABLE_HASH, "The hash " + e.getMessage() + ".");
        }
    }

    private ImportedUser user(ImportLine line, Instant now) throws LineFault, UnusableHashException {
        List<String> roles = UserAdministrationResource.requireFitting(line.roles());
        boolean verified = Boolean.TRUE.equals(line.emailVerified());
        if (verified && line.email() == null) {
            throw invalid("email_verified is true, and there is no email.");
        }
        return new ImportedUser(
                line.id() == null ? null : id(line.id()),
                Usernames.require(line.username()),
                line.email() == null ? null : Usernames.requireAddress(line.email()),
                verified,
                line.name(),
                roles == null ? List.of() : roles,
                Boolean.TRUE.equals(line.disabled()),
                line.createdAt() == null ? null : past(line.createdAt(), now),
                hash(line));
    }

    private @Nullable String hash(ImportLine line) throws LineFault, UnusableHashException {
        ImportLine.KeycloakCredential keycloak = line.keycloakCredential();
        if (keycloak == null) {
            return line.passwordHash() == null ? null : passwords.foreign(line.passwordHash());
        }
        if (line.passwordHash() != null) {
            throw invalid("There is a password_hash and a keycloak_credential.");
        }
        return passwords.foreignOfKeycloak(keycloak.secretData(), keycloak.credentialData());
    }

    private static UUID id(String text) throws LineFault {
        try {
            UUID id = QueryParameters.uuid(text);
            if (!id.equals(NIL)) {
                return id;
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw invalid("id must be a UUID, and not the one of zeros.");
    }

    /** To the microsecond, as the database keeps it. */
    private static Instant past(String text, Instant now) throws LineFault {
        try {
            Instant moment = OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MICROS);
            if (!moment.isBefore(Instant.EPOCH) && !moment.isAfter(now)) {
                return moment;
            }
        } catch (DateTimeException e) {
            // said below
        }
        throw invalid("created_at must be an RFC 3339 time, from 1970 until now.");
    }

    /** Jackson would read surrogates and other sequences that are none of UTF-8's. */
    private static String text(byte[] bytes) throws LineFault {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw malformed("The line is not UTF-8.");
        }
    }

    @SuppressWarnings("UnusedException") // its message shows the line
    private ImportLine parse(String text) throws LineFault {
        ImportLine line;
        try {
            line = json.readValue(text);
        } catch (UnrecognizedPropertyException e) {
            throw malformed("An unknown member stands there; the known are "
                    + String.join(
                            ", ",
                            new TreeSet<>(e.getKnownPropertyIds().stream()
                                    .map(Object::toString)
                                    .toList()))
                    + ".");
        } catch (JsonMappingException e) {
            String member = e.getPath().isEmpty() ? null : e.getPath().get(0).getFieldName();
            throw malformed(
                    member == null
                            ? "The line is not one JSON object, or a member stands there twice."
                            : "The member " + member + " has the wrong type, or stands there twice.");
        } catch (JsonProcessingException e) {
            throw malformed("The line is not one JSON object, or a member stands there twice.");
        }
        if (line == null) {
            throw malformed("The line is not one JSON object.");
        }
        return line;
    }

    private static String describe(ConstraintViolation<ImportLine> violation) {
        String member = violation.getPropertyPath().iterator().next().getName();
        return member.replaceAll("([a-z])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT) + " " + violation.getMessage();
    }

    private static LineFault malformed(String detail) {
        return new LineFault(LineFault.MALFORMED_JSON, detail);
    }

    private static LineFault invalid(String detail) {
        return new LineFault(LineFault.INVALID_MEMBER, detail);
    }
}
