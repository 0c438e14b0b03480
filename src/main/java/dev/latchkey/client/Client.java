package dev.latchkey.client;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "client")
class Client extends PanacheEntityBase {

    @Id
    private String id;

    private String name;

    @Column(name = "secret_hash")
    private byte[] secretHash;

    private String[] roles;
    private String[] scopes;

    @Column(name = "grant_types")
    private String[] grantTypes;

    @Column(name = "redirect_uris")
    private String[] redirectUris;

    @Column(name = "disabled_at")
    private @Nullable Instant disabledAt;

    @Column(name = "created_at")
    private Instant createdAt;

    @SuppressWarnings("NullAway.Init")
    protected Client() {}

    static Client create(NewClient draft, byte[] secretHash, Instant now) {
        Client client = new Client();
        client.id = draft.clientId();
        client.name = draft.name();
        client.secretHash = secretHash;
        client.roles = sorted(draft.roles());
        client.scopes = sorted(draft.scopes());
        client.grantTypes = codes(draft.grantTypes());
        client.redirectUris = sorted(draft.redirectUris());
        client.createdAt = now;
        return client;
    }

    /** Two administrators who register one id at once must take turns, for the loser to be told. Held until the transaction ends. */
    static void lockRegistration() {
        getEntityManager()
                .createNativeQuery("SELECT pg_advisory_xact_lock(hashtext('latchkey/clients'))", Object.class)
                .getSingleResult();
    }

    static Optional<Client> findLocked(String id) {
        return Optional.ofNullable(findById(id, LockModeType.PESSIMISTIC_WRITE));
    }

    /** Keeps the client as it is until the transaction ends, but lets others of its requests go on. */
    static Optional<Client> findShared(String id) {
        return Optional.ofNullable(findById(id, LockModeType.PESSIMISTIC_READ));
    }

    static List<Client> page(String after, int limit) {
        return Client.<Client>find("id > :after ORDER BY id", Map.of("after", after))
                .page(0, limit)
                .list();
    }

    /** Changes what the change names; says whether the client may do less than before. */
    boolean change(ClientChange change, Instant now) {
        boolean less = false;
        if (change.name() != null) {
            name = change.name();
        }
        if (change.roles() != null) {
            less |= !change.roles().containsAll(List.of(roles));
            roles = sorted(change.roles());
        }
        if (change.scopes() != null) {
            less |= !change.scopes().containsAll(List.of(scopes));
            scopes = sorted(change.scopes());
        }
        if (change.grantTypes() != null) {
            less |= !List.of(codes(change.grantTypes())).containsAll(List.of(grantTypes));
            grantTypes = codes(change.grantTypes());
        }
        if (change.redirectUris() != null) {
            redirectUris = sorted(change.redirectUris());
        }
        if (change.disabled() != null && change.disabled() != isDisabled()) {
            less |= change.disabled();
            disabledAt = change.disabled() ? now : null;
        }
        return less;
    }

    void replaceSecret(byte[] hash) {
        secretHash = hash;
    }

    boolean isDisabled() {
        return disabledAt != null;
    }

    byte[] secretHash() {
        return secretHash;
    }

    RegisteredClient registered() {
        return new RegisteredClient(id, List.of(roles), List.of(scopes), types());
    }

    ClientView view() {
        return new ClientView(
                id, name, List.of(roles), List.of(scopes), types(), List.of(redirectUris), isDisabled(), createdAt);
    }

    private List<GrantType> types() {
        return Stream.of(grantTypes).map(GrantType::of).toList();
    }

    private static String[] sorted(List<String> values) {
        return values.stream().distinct().sorted().toArray(String[]::new);
    }

    private static String[] codes(List<GrantType> types) {
        return types.stream().map(GrantType::code).distinct().sorted().toArray(String[]::new);
    }

    @Override
    public String toString() {
        return "Client " + id;
    }
}
