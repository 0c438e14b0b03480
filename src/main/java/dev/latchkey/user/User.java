package dev.latchkey.user;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Table;
import jakarta.persistence.Tuple;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "app_user")
class User extends PanacheEntityBase {

    @Id
    private UUID id;

    private String username;
    private @Nullable String email;

    @Column(name = "email_verified")
    private boolean emailVerified;

    private @Nullable String name;
    private String[] roles;

    @Column(name = "password_hash")
    private @Nullable String passwordHash;

    @Column(name = "password_compromised")
    private boolean passwordCompromised;

    @Column(name = "security_version")
    private int securityVersion;

    @Column(name = "disabled_at")
    private @Nullable Instant disabledAt;

    @Column(name = "created_at")
    private Instant createdAt;

    @SuppressWarnings("NullAway.Init")
    protected User() {}

    static User create(UUID id, NewUser draft, Instant now) {
        User user = new User();
        user.id = id;
        user.username = draft.username();
        user.email = draft.email();
        user.name = draft.name();
        user.roles = rolesWithUser(draft.roles());
        user.passwordHash = draft.passwordHash();
        user.createdAt = now;
        return user;
    }

    /** The credential behind a canonical name, one primary-key look-up and one join. */
    static Optional<UserCredential> findCredential(String loginName) {
        return getEntityManager()
                .createQuery("""
                        SELECT u.id, u.passwordHash, u.securityVersion, u.disabledAt, u.passwordCompromised
                        FROM LoginName n JOIN User u ON u.id = n.userId WHERE n.name = :name""", Object[].class)
                .setParameter("name", loginName)
                .getResultList()
                .stream()
                .findFirst()
                .map(row -> new UserCredential(
                        (UUID) row[0], (String) row[1], (int) row[2], row[3] == null, (boolean) row[4]));
    }

    static Optional<UserCredential> findCredential(UUID id) {
        return User.<User>findByIdOptional(id)
                .map(user -> new UserCredential(
                        user.id,
                        user.passwordHash,
                        user.securityVersion,
                        !user.isDisabled(),
                        user.passwordCompromised));
    }

    /** Puts another hash of the same password in the place of the one that was checked; false if that is no longer there. */
    static boolean replaceHash(UUID id, String checked, String renewed) {
        return getEntityManager()
                        .createQuery(
                                "UPDATE User SET passwordHash = :renewed WHERE id = :id AND passwordHash = :checked")
                        .setParameter("renewed", renewed)
                        .setParameter("id", id)
                        .setParameter("checked", checked)
                        .executeUpdate()
                == 1;
    }

    /** By the index that knows the {@code keyid} of each hash that has one, so nothing is read where none has. */
    static long countHashesWith(Collection<String> keyIds) {
        return getEntityManager()
                .unwrap(Session.class)
                .createNativeQuery("""
                        SELECT count(*) FROM app_user WHERE password_hash LIKE '$argon2id$%,keyid=%'
                           AND substring(password_hash FROM ',keyid=([^$]+)') = ANY (:keyIds)""", Tuple.class)
                .setParameter("keyIds", keyIds.toArray(String[]::new))
                .getSingleResult()
                .get(0, Long.class);
    }

    static Optional<UserAuthority> findAuthority(UUID id) {
        return User.<User>findByIdOptional(id).map(user -> new UserAuthority(user.username, List.of(user.roles)));
    }

    static Optional<User> findLocked(UUID id) {
        return Optional.ofNullable(findById(id, LockModeType.PESSIMISTIC_WRITE));
    }

    /** Who has this address, if it is one user only. */
    static Optional<User> findOnlyOneWith(String email) {
        List<User> found = User.<User>find("email", email).page(0, 2).list();
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    /** Two administrators who remove each other at once must take turns, or nobody would be left. Held until the transaction ends. */
    static void lockAdministrators() {
        getEntityManager()
                .createNativeQuery("SELECT pg_advisory_xact_lock(hashtext('latchkey/administrators'))", Object.class)
                .getSingleResult();
    }

    static long countAdministrators() {
        return getEntityManager()
                .unwrap(Session.class)
                .createNativeQuery(
                        "SELECT count(*) FROM app_user WHERE 'admin' = ANY (roles) AND disabled_at IS NULL",
                        Tuple.class)
                .getSingleResult()
                .get(0, Long.class);
    }

    void rename(@Nullable String newName) {
        name = newName;
    }

    /** Puts other roles in the place of the present ones; says whether one was taken away. */
    boolean replaceRoles(List<String> newRoles) {
        List<String> before = List.of(roles);
        roles = rolesWithUser(newRoles);
        return !List.of(roles).containsAll(before);
    }

    /** The address is the user's own; a username that was the one before goes with it. */
    void moveTo(String address) {
        if (username.equals(email)) {
            username = address;
        }
        email = address;
        emailVerified = true;
    }

    void changePassword(String newHash) {
        passwordHash = newHash;
        passwordCompromised = false;
        securityVersion++;
    }

    void requirePasswordChange() {
        passwordCompromised = true;
        securityVersion++;
    }

    void disable(Instant now) {
        disabledAt = now;
        securityVersion++;
    }

    void enable() {
        disabledAt = null;
    }

    boolean isDisabled() {
        return disabledAt != null;
    }

    boolean isActiveAdministrator() {
        return !isDisabled() && List.of(roles).contains(Users.ADMIN);
    }

    UUID id() {
        return id;
    }

    /** What the user signs in with. */
    List<String> names() {
        return email != null && emailVerified ? List.of(username, email) : List.of(username);
    }

    int securityVersion() {
        return securityVersion;
    }

    UserView view() {
        return new UserView(id, username, email, emailVerified, name, List.of(roles), isDisabled(), createdAt);
    }

    static String[] rolesWithUser(List<String> roles) {
        SortedSet<String> all = new TreeSet<>(roles);
        all.add(Users.USER);
        return all.toArray(String[]::new);
    }

    @Override
    public String toString() {
        return "User " + id;
    }
}
