package dev.latchkey.client;

import dev.latchkey.audit.Audit;
import dev.latchkey.audit.AuditEntry;
import dev.latchkey.audit.AuditType;
import dev.latchkey.client.RememberedClients.Credential;
import dev.latchkey.problem.ProblemException;
import dev.latchkey.problem.ProblemType;
import dev.latchkey.revocation.RevocationConfig;
import dev.latchkey.revocation.Revocations;
import dev.latchkey.revocation.RevokedToken;
import dev.latchkey.revocation.TokenKind;
import dev.latchkey.support.MonotonicClock;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The door to registered clients. A client that may do less than before, is disabled or deleted loses its access tokens in the same
 * transaction: each is known by its {@code jti}, and goes on the revocation list.
 */
@ApplicationScoped
public class Clients {

    private final ClientSecrets secrets;
    private final ClientTokens tokens;
    private final Revocations revocations;
    private final Audit audit;
    private final TransactionSynchronizationRegistry transactions;
    private final RememberedClients remembered;

    Clients(
            ClientSecrets secrets,
            ClientTokens tokens,
            Revocations revocations,
            Audit audit,
            TransactionSynchronizationRegistry transactions,
            MonotonicClock monotonicClock,
            RevocationConfig revocationConfig) {
        this.secrets = secrets;
        this.tokens = tokens;
        this.revocations = revocations;
        this.audit = audit;
        this.transactions = transactions;
        this.remembered = new RememberedClients(monotonicClock, revocationConfig.maxStaleness());
    }

    /**
     * The client that has this secret; empty if there is none, it is disabled, or the secret is another. Costs a look-up by primary
     * key every few seconds. While the database fails, clients that called lately are known for {@code latchkey.revocation.max-staleness}.
     */
    public Optional<RegisteredClient> authenticate(String clientId, String secret) {
        return matching(remembered.find(clientId, () -> findCredential(clientId)), secret);
    }

    /** The same by what the database says at this moment: a token given for a secret that was replaced would outlive it. */
    @Transactional
    public Optional<RegisteredClient> authenticateNow(String clientId, String secret) {
        return matching(findCredential(clientId), secret);
    }

    @Transactional
    Optional<Credential> findCredential(String clientId) {
        return Client.<Client>findByIdOptional(clientId)
                .filter(client -> !client.isDisabled())
                .map(client -> new Credential(client.secretHash(), client.registered()));
    }

    private static Optional<RegisteredClient> matching(Optional<Credential> credential, String secret) {
        return credential
                .filter(known -> ClientSecrets.matches(secret, known.secretHash()))
                .map(Credential::client);
    }

    /**
     * What the client may do at this moment, which holds until the caller's transaction ends: a token issued in it is one that
     * ending the client will know. Empty if it was disabled or deleted meanwhile.
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public Optional<RegisteredClient> holdForToken(String clientId) {
        return Client.findShared(clientId)
                .filter(client -> !client.isDisabled())
                .map(Client::registered);
    }

    /** Notes a token that the client is given. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void issued(String clientId, String tokenId, Instant expiresAt) {
        tokens.add(clientId, tokenId, expiresAt);
    }

    @Transactional
    public Optional<ClientView> find(String clientId) {
        return Client.<Client>findByIdOptional(clientId).map(Client::view);
    }

    /** Clients by id, those after the given one. */
    @Transactional
    public List<ClientView> list(Optional<String> after, int limit) {
        return Client.page(after.orElse(""), limit).stream().map(Client::view).toList();
    }

    /** Makes a client; empty if the id is taken. */
    @Transactional
    public Optional<NewSecret> create(NewClient draft, @Nullable UUID actorId, Instant now) {
        Client.lockRegistration();
        if (!ClientIds.isFree(draft.clientId()) || Client.findById(draft.clientId()) != null) {
            return Optional.empty();
        }
        String secret = secrets.create();
        Client client = Client.create(draft, ClientSecrets.hash(secret), now);
        client.persist();
        record(AuditType.CLIENT_CREATED, draft.clientId(), actorId, now);
        return Optional.of(new NewSecret(client.view(), secret));
    }

    /** Changes a client. 404 for an unknown one. */
    @Transactional
    public ClientView change(String clientId, ClientChange change, @Nullable UUID actorId, Instant now) {
        Client client = require(clientId);
        if (client.change(change, now)) {
            endTokens(clientId, now);
        }
        record(client.isDisabled() ? AuditType.CLIENT_DISABLED : AuditType.CLIENT_UPDATED, clientId, actorId, now);
        forgetAtCommit(clientId);
        return client.view();
    }

    /**
     * Gives a client another secret; the one before is worthless from then on, while its tokens stay good until they expire, so that
     * it goes on working until it is told the new one. 404 for an unknown client.
     */
    @Transactional
    public NewSecret replaceSecret(String clientId, @Nullable UUID actorId, Instant now) {
        Client client = require(clientId);
        String secret = secrets.create();
        client.replaceSecret(ClientSecrets.hash(secret));
        record(AuditType.CLIENT_SECRET_REPLACED, clientId, actorId, now);
        forgetAtCommit(clientId);
        return new NewSecret(client.view(), secret);
    }

    /** Deletes a client. 404 for an unknown one. */
    @Transactional
    public void delete(String clientId, @Nullable UUID actorId, Instant now) {
        Client client = require(clientId);
        endTokens(clientId, now);
        client.delete();
        record(AuditType.CLIENT_DELETED, clientId, actorId, now);
        forgetAtCommit(clientId);
    }

    private void endTokens(String clientId, Instant now) {
        revocations.revokeAll(tokens.takeAll(clientId).stream()
                .map(held -> new RevokedToken(
                        TokenKind.JTI, held.tokenId(), now, held.expiresAt().plus(Revocations.MARGIN), "client_ended"))
                .toList());
    }

    /** Not before: a request in between would remember the client as it was. */
    private void forgetAtCommit(String clientId) {
        transactions.registerInterposedSynchronization(new Synchronization() {
            @Override
            public void beforeCompletion() {}

            @Override
            public void afterCompletion(int status) {
                remembered.forget(clientId);
            }
        });
    }

    private void record(AuditType type, String clientId, @Nullable UUID actorId, Instant now) {
        audit.record(AuditEntry.success(type).client(clientId).actor(actorId), now);
    }

    private static Client require(String clientId) {
        return Client.findLocked(clientId)
                .orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND, "There is no such client."));
    }
}
