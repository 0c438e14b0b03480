package dev.latchkey.user;

import dev.latchkey.audit.Audit;
import dev.latchkey.audit.AuditEntry;
import dev.latchkey.audit.AuditType;
import dev.latchkey.problem.ProblemException;
import dev.latchkey.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** What makes an account somebody's: its address and its password. Addresses passed in are canonical already. */
@ApplicationScoped
public class Accounts {

    private final Audit audit;
    private final Event<PasswordCompromised> compromised;

    Accounts(Audit audit, Event<PasswordCompromised> compromised) {
        this.audit = audit;
        this.compromised = compromised;
    }

    /** Whose name to sign in with this is. */
    @Transactional
    public Optional<UserView> findByName(String name) {
        return User.findCredential(name)
                .flatMap(known -> User.<User>findByIdOptional(known.userId()))
                .map(User::view);
    }

    /** Whose address this is: of who signs in with it, else of the only one who has it, verified or not. */
    @Transactional
    public Optional<UserView> findByAddress(String address) {
        return findByName(address).or(() -> User.findOnlyOneWith(address).map(User::view));
    }

    /**
     * Makes an address the user's own, for they proved that it is; in the caller's transaction. A username that was the address before
     * follows it, and the names left behind are free. False if it belongs to somebody else by now, or the user is disabled or gone.
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public boolean takeAddress(UUID id, String address) {
        User.flush(); // one that was made a moment ago can be locked only then
        Optional<User> user = User.findLocked(id).filter(it -> !it.isDisabled());
        if (user.isEmpty() || !(LoginName.take(address, id) || LoginName.isOf(address, id))) {
            return false;
        }
        user.get().moveTo(address);
        LoginName.deleteOthersOf(id, user.get().names());
        return true;
    }

    /**
     * Sets another password, in the caller's transaction, which has locked the user's row. Whatever was checked against the one before
     * starts no session any more.
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void changePassword(UUID id, String passwordHash) {
        User.findLocked(id).ifPresent(user -> user.changePassword(passwordHash));
    }

    /**
     * There is evidence that somebody else knows the password: it signs in to nothing from now on but to setting another one, and every
     * session ends (standards P-05). 404 for an unknown user.
     */
    @Transactional
    public void requirePasswordChange(UUID id, UUID actorId, Instant now) {
        User.findLocked(id)
                .orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND, "There is no such user."))
                .requirePasswordChange();
        audit.record(
                AuditEntry.success(AuditType.AUTHN_PASSWORD_COMPROMISED)
                        .user(id)
                        .actor(actorId),
                now);
        compromised.fire(new PasswordCompromised(id, actorId));
    }
}
