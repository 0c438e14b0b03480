package dev.latchkey.signin;

import dev.latchkey.support.Ids;
import dev.latchkey.user.Accounts;
import dev.latchkey.user.NewUser;
import dev.latchkey.user.UserView;
import dev.latchkey.user.Users;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Sign-ups that wait for their address to be verified. Any number may wait for one address, each with the password of who made it, and
 * the first whose link is used becomes the account (ADR 23).
 */
@ApplicationScoped
public class PendingSignUps {

    /** Of one address in a day: nobody's mailbox is flooded by others who sign up with it. */
    static final int MOST_A_DAY = 5;

    /** Of one sign-up: at its start, and when its owner tries to sign in. */
    static final int MOST_MAILS = 3;

    private static final Duration DAY = Duration.ofDays(1);

    private final Ids ids;
    private final AddressRequests requests;
    private final LinkTokens tokens;
    private final Users users;
    private final Accounts accounts;
    private final AccountConfig config;

    PendingSignUps(
            Ids ids,
            AddressRequests requests,
            LinkTokens tokens,
            Users users,
            Accounts accounts,
            AccountConfig config) {
        this.ids = ids;
        this.requests = requests;
        this.tokens = tokens;
        this.users = users;
        this.accounts = accounts;
        this.config = config;
    }

    /** What a sign-in is checked against. */
    record Candidate(UUID id, String address, String passwordHash) {

        @Override
        public String toString() {
            return "Candidate " + id;
        }
    }

    /**
     * Keeps a sign-up, and has its address told. Whether an account has the address is found out later, so that this takes the same time
     * (standards P-10). Beyond the bound of a day, nothing happens.
     */
    @Transactional
    void add(String address, @Nullable String name, String passwordHash, @Nullable String ip, Instant now) {
        PendingSignUp.lockAddress(address);
        if (PendingSignUp.countOf(address, now.minus(DAY)) >= MOST_A_DAY) {
            return;
        }
        UUID id = ids.next();
        PendingSignUp.of(id, address, name, passwordHash, now, now.plus(config.verificationTtl()))
                .persistAndFlush();
        requests.add(AddressRequest.Kind.SIGN_UP, address, id, ip, now);
    }

    /** The newest one of an address: checking the passwords of all of them would cost a hash each. */
    @Transactional
    Optional<Candidate> find(String address, Instant now) {
        return PendingSignUp.findNewest(address, now)
                .map(pending -> new Candidate(pending.id(), pending.address(), pending.passwordHash()));
    }

    /** Its owner came back, and gets a fresh link; up to a bound. */
    @Transactional
    void remind(Candidate candidate, @Nullable String ip, Instant now) {
        PendingSignUp.<PendingSignUp>findByIdOptional(candidate.id())
                .filter(pending -> pending.mails() < MOST_MAILS)
                .ifPresent(pending ->
                        requests.add(AddressRequest.Kind.SIGN_UP, candidate.address(), candidate.id(), ip, now));
    }

    /** Locks it until the caller's transaction ends, if it is still there. */
    @Transactional(Transactional.TxType.MANDATORY)
    void lock(UUID id) {
        PendingSignUp.lock(id);
    }

    /** Makes the token of a fresh link to it, in the caller's transaction; the one before is void. Empty if it is gone, or has had its mails. */
    @Transactional(Transactional.TxType.MANDATORY)
    Optional<String> renewLink(UUID id, Instant now) {
        Optional<PendingSignUp> due =
                PendingSignUp.<PendingSignUp>findByIdOptional(id).filter(pending -> pending.mails() < MOST_MAILS);
        return due.map(pending -> {
            String token = tokens.create(LinkPurpose.EMAIL);
            LinkTokens.digest(LinkPurpose.EMAIL, token)
                    .ifPresent(digest -> pending.mailed(digest, now.plus(config.verificationTtl())));
            return token;
        });
    }

    @Transactional
    boolean isOpen(@Nullable String token, Instant now) {
        return LinkTokens.digest(LinkPurpose.EMAIL, token)
                .filter(digest -> PendingSignUp.isOpen(digest, now))
                .isPresent();
    }

    /** Makes the account, in the caller's transaction; empty if the token is of none, or another was first. */
    @Transactional(Transactional.TxType.MANDATORY)
    Optional<UserView> complete(@Nullable String token, Instant now) {
        return LinkTokens.digest(LinkPurpose.EMAIL, token)
                .flatMap(digest -> PendingSignUp.consume(digest, now))
                .flatMap(pending -> users.create(
                        new NewUser(
                                pending.address(),
                                pending.address(),
                                pending.name(),
                                List.of(),
                                pending.passwordHash()),
                        null,
                        now))
                .filter(user -> accounts.takeAddress(user.id(), user.username()));
    }

    /** How many of them have a password whose hash was made with one of these peppers, by their names in it. */
    @Transactional
    public long countPasswordsWithPepper(Collection<String> keyIds) {
        return PendingSignUp.countHashesWith(keyIds);
    }

    /** Deletes up to a batch of what can no longer be used; says how many. */
    @Transactional
    int deleteExpired(Instant now) {
        return PendingSignUp.deleteExpired(now, now.minus(DAY), ActionLinks.BATCH);
    }
}
