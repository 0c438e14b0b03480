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
     * Takes the oldest one that is due, of those made since then, and puts it off: nobody else takes it meanwhile, and if it is not
     * answered, it is due again by itself.
     */
    static Optional<AddressRequest> takeDue(Instant since, Instant now, Instant again) {
        return getEntityManager()
                .unwrap(Session.class)
                .createNativeQuery("""
                        UPDATE address_request SET due_at = :again
                         WHERE id = (SELECT id FROM address_request WHERE created_at > :since AND due_at <= :now
                                      ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED)
                        RETURNING *""", AddressRequest.class)
                .setParameter("since", since)
                .setParameter("now", now)
                .setParameter("again", again)
                .getResultList()
                .stream()
                .findFirst();
    }

    /** Of any number who answer it at once, one gets true. */
    static boolean remove(UUID id) {
        return delete("id = :id", Map.of("id", id)) == 1;
    }

    static void deleteUntil(Instant limit) {
        delete("createdAt <= :limit", Map.of("limit", limit));
    }

    UUID id() {
        return id;
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
