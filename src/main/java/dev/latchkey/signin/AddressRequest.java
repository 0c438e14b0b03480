package dev.latchkey.signin;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "address_request")
@SuppressWarnings("UnusedVariable") // some fields are read by the database only
class AddressRequest extends PanacheEntityBase {

    /** What somebody asked for. */
    enum Kind {
        SIGN_UP,
        PASSWORD_RESET;

        /** As stored, such as {@code sign_up}. */
        String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Id
    private UUID id;

    private String kind;
    private String address;

    @Column(name = "sign_up_id")
    private @Nullable UUID signUpId;

    private String language;
    private @Nullable String ip;

    @Column(name = "created_at")
    private Instant createdAt;

    @SuppressWarnings("NullAway.Init")
    protected AddressRequest() {}

    static AddressRequest of(
            UUID id,
            Kind kind,
            String address,
            @Nullable UUID signUpId,
            Locale language,
            @Nullable String ip,
            Instant now) {
        AddressRequest request = new AddressRequest();
        request.id = id;
        request.kind = kind.code();
        request.address = address;
        request.signUpId = signUpId;
        request.language = language.toLanguageTag();
        request.ip = ip;
        request.createdAt = now;
        return request;
    }

    /**
     * Takes the oldest one away that was made since then; whoever asks at the same time gets another. It is back if the transaction
     * fails.
     */
    static Optional<AddressRequest> takeSince(Instant since) {
        return getEntityManager()
                .unwrap(Session.class)
                .createNativeQuery("""
                        DELETE FROM address_request WHERE id = (SELECT id FROM address_request WHERE created_at > :since
                            ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING *""", AddressRequest.class)
                .setParameter("since", since)
                .getResultList()
                .stream()
                .findFirst();
    }

    static void deleteUntil(Instant limit) {
        delete("createdAt <= :limit", Map.of("limit", limit));
    }

    boolean isFor(Kind asked) {
        return kind.equals(asked.code());
    }

    String address() {
        return address;
    }

    Optional<UUID> signUpId() {
        return Optional.ofNullable(signUpId);
    }

    Locale language() {
        return Locale.forLanguageTag(language);
    }

    @Nullable
    String ip() {
        return ip;
    }

    @Override
    public String toString() {
        return "AddressRequest " + id;
    }
}
