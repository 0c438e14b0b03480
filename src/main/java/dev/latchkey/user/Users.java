package dev.latchkey.user;

import dev.latchkey.audit.Audit;
import dev.latchkey.audit.AuditEntry;
import dev.latchkey.audit.AuditType;
import dev.latchkey.problem.ProblemException;
import dev.latchkey.problem.ProblemType;
import dev.latchkey.support.Ids;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The door to users. Names passed in are canonical already, see {@link Usernames}. */
@ApplicationScoped
public class Users {

    /** The role that every user has. */
    public static final String USER = "user";

    /** The role of administrators. */
    public static final String ADMIN = "admin";

    private final Ids ids;
    private final Audit audit;
    private final Event<UserDisabled> disabled;
    private final Event<UserDeleted> deleted;
    private final Event<RoleRemoved> roleRemoved;

    Users(
            Ids ids,
            Audit audit,
            Event<UserDisabled> disabled,
            Event<UserDeleted> deleted,
            Event<RoleRemoved> roleRemoved) {
        this.ids = ids;
        this.audit = audit;
        this.disabled = disabled;
        this.deleted = deleted;
        this.roleRemoved = roleRemoved;
    }

    /** What to check a password against, by username or verified address. */
    @Transactional
    public Optional<UserCredential> findCredential(String loginName) {
        return User.findCredential(loginName);
    }

    /** What to check the password of somebody known against. */
    @Transactional
    public Optional<UserCredential> findCredential(UUID id) {
        return User.findCredential(id);
    }

    /**
     * Stores another hash of the password that the user has, and nothing more: no session ends by it. False if the password was changed
     * since it was checked, which stands.
     *
     * @param checked the hash that the user had then
     */
    @Transactional
    public boolean renewPasswordHash(UUID id, String checked, String renewed) {
        return User.replaceHash(id, checked, renewed);
    }

    /** How many users have a password whose hash was made with one of these peppers, by their names in it. */
    @Transactional
    public long countPasswordsWithPepper(Collection<String> keyIds) {
        return User.countHashesWith(keyIds);
    }

    /** Username and roles, by one primary-key read in the caller's transaction, or none if it has locked the user. */
    @Transactional(Transactional.TxType.MANDATORY)
    public Optional<UserAuthority> findAuthority(UUID id) {
        return User.findAuthority(id);
    }

    /** Whether there is such a user who is not disabled, by one primary-key read in the caller's transaction. */
    @Transactional(Transactional.TxType.MANDATORY)
    public boolean isEnabled(UUID id) {
        return User.<User>findByIdOptional(id)
                .filter(user -> !user.isDisabled())
                .isPresent();
    }

    /**
     * Locks the user's row until the caller's transaction ends and says whether a sign-in that was checked at
     * {@code securityVersion} still holds. Whatever starts or mass-ends sessions of a user goes through this lock.
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public boolean lockForSignIn(UUID id, int securityVersion) {
        return User.findLocked(id)
                .filter(user -> !user.isDisabled() && user.securityVersion() == securityVersion)
                .isPresent();
    }

    /** Locks the user's row until the caller's transaction ends; see {@link #lockForSignIn}. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void lock(UUID id) {
        User.findLocked(id);
    }

    /**
     * Locks several users' rows until the caller's transaction ends, in the one order that keeps two who lock the same users from
     * waiting for each other.
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void lockAll(Collection<UUID> ids) {
        ids.stream().distinct().sorted().forEach(User::findLocked);
    }

    @Transactional
    public Optional<UserView> find(UUID id) {
        return User.<User>findByIdOptional(id).map(User::view);
    }

    /** Up to {@code limit} users that pass the filter, by id; those after the given one. */
    @Transactional
    public List<UserView> list(UserFilter filter, Optional<UUID> after, int limit) {
        return UserSearch.page(filter, after, limit).stream().map(User::view).toList();
    }

    @Transactional
    public boolean hasAdministrator() {
        return User.countAdministrators() > 0;
    }

    /**
     * Makes a user; empty if the name is taken. A password that somebody else chose is good for choosing another one only (standards P-16).
     *
     * @param actorId who makes them, or null if they do so themselves
     */
    @Transactional
    public Optional<UserView> create(NewUser draft, @Nullable UUID actorId, Instant now) {
        UUID id = ids.next();
        if (!LoginName.take(draft.username(), id)) {
            return Optional.empty();
        }
        User user = User.create(id, draft, now);
        if (actorId != null && draft.passwordHash() != null) {
            user.requirePasswordChange();
        }
        user.persist();
        audit.record(AuditEntry.success(AuditType.USER_CREATED).user(id).actor(actorId), now);
        return Optional.of(user.view());
    }

    /** Changes the name that a user shows. */
    @Transactional
    public UserView rename(UUID id, @Nullable String name) {
        User user = require(id);
        user.rename(name);
        return user.view();
    }

    /**
     * Changes a user. Taking a role away or disabling ends the user's sessions in the same transaction. 404 for an unknown user,
     * 409 {@code last-administrator} if nobody would be left to administrate.
     */
    @Transactional
    public UserView change(UUID id, UserChange change, UUID actorId, Instant now) {
        User user = require(id);
        boolean wasAdministrator = user.isActiveAdministrator();
        if (change.name() != null) {
            user.rename(change.name().orElse(null));
        }
        boolean lostRole = change.roles() != null && user.replaceRoles(change.roles());
        if (change.disabled() != null && change.disabled() != user.isDisabled()) {
            setDisabled(user, change.disabled(), actorId, now);
        }
        if (lostRole) {
            roleRemoved.fire(new RoleRemoved(id, actorId));
        }
        if (wasAdministrator && !user.isActiveAdministrator()) {
            requireAnotherAdministrator();
        }
        audit.record(AuditEntry.success(AuditType.USER_UPDATED).user(id).actor(actorId), now);
        return user.view();
    }

    /** Deletes a user with everything that hangs on the row. 404 for an unknown user, 409 for the last administrator. */
    @Transactional
    public void delete(UUID id, UUID actorId, Instant now) {
        User user = require(id);
        deleted.fire(new UserDeleted(id, actorId));
        user.delete();
        if (user.isActiveAdministrator()) {
            requireAnotherAdministrator();
        }
        audit.record(AuditEntry.success(AuditType.USER_DELETED).user(id).actor(actorId), now);
    }

    private void setDisabled(User user, boolean disable, UUID actorId, Instant now) {
        if (disable) {
            user.disable(now);
            disabled.fire(new UserDisabled(user.id(), actorId));
            audit.record(
                    AuditEntry.success(AuditType.USER_DISABLED).user(user.id()).actor(actorId), now);
        } else {
            user.enable();
        }
    }

    private static void requireAnotherAdministrator() {
        User.lockAdministrators();
        if (User.countAdministrators() == 0) {
            throw new ProblemException(ProblemType.LAST_ADMINISTRATOR, "Make another administrator first.");
        }
    }

    private static User require(UUID id) {
        return User.findLocked(id)
                .orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND, "There is no such user."));
    }
}
