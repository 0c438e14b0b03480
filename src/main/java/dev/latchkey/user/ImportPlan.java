package dev.latchkey.user;

import dev.latchkey.support.Ids;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Who of a batch can be made, beside those who are there and those before in the batch. */
final class ImportPlan {

    private final List<Step> steps = new ArrayList<>();
    private final Map<String, Owner> owners;
    private final Set<ByteBuffer> imported;
    private final Set<UUID> known;

    private ImportPlan(Map<String, Owner> owners, Set<ByteBuffer> imported, Set<UUID> known) {
        this.owners = new HashMap<>(owners);
        this.imported = imported;
        this.known = known;
    }

    /**
     * Who signs in with a name.
     *
     * @param digest of the line that the user was imported from, if it was one
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared as a whole
    record Owner(byte @Nullable [] digest) {}

    /**
     * @param imported the digests among the batch's of lines that were imported before
     * @param known the ids among the batch's that cannot be given to anybody
     */
    static ImportPlan of(
            List<ImportedUser> users, Map<String, Owner> owners, Set<ByteBuffer> imported, Set<UUID> known, Ids ids) {
        ImportPlan plan = new ImportPlan(owners, imported, known);
        users.forEach(user -> plan.add(user, ids));
        return plan;
    }

    List<ImportOutcome> outcomes() {
        return steps.stream().map(step -> step.outcome).toList();
    }

    List<Step> accepted() {
        return steps.stream()
                .filter(step -> step.outcome == ImportOutcome.IMPORTED)
                .toList();
    }

    private void add(ImportedUser user, Ids ids) {
        byte[] digest = user.digest();
        Step step = new Step(user, user.id() == null ? ids.next() : user.id(), digest, outcome(user, digest));
        steps.add(step);
        if (step.outcome == ImportOutcome.IMPORTED) {
            step.loginNames().forEach(name -> owners.put(name, new Owner(digest)));
            known.add(step.id);
        }
    }

    private ImportOutcome outcome(ImportedUser user, byte[] digest) {
        if (imported.contains(ByteBuffer.wrap(digest))) {
            return ImportOutcome.UNCHANGED;
        }
        Owner owner = owners.get(user.username());
        if (owner != null) {
            return MessageDigest.isEqual(owner.digest(), digest)
                    ? ImportOutcome.UNCHANGED
                    : ImportOutcome.USERNAME_TAKEN;
        }
        if (user.secondLoginName() != null && owners.containsKey(user.secondLoginName())) {
            return ImportOutcome.EMAIL_TAKEN;
        }
        return user.id() != null && known.contains(user.id()) ? ImportOutcome.ID_TAKEN : ImportOutcome.IMPORTED;
    }

    /** One user of the batch. */
    static final class Step {

        private final ImportedUser user;
        private final UUID id;
        private final byte[] digest;
        private ImportOutcome outcome;

        private Step(ImportedUser user, UUID id, byte[] digest, ImportOutcome outcome) {
            this.user = user;
            this.id = id;
            this.digest = digest;
            this.outcome = outcome;
        }

        void refuse(ImportOutcome reason) {
            outcome = reason;
        }

        ImportedUser user() {
            return user;
        }

        UUID id() {
            return id;
        }

        byte[] digest() {
            return digest;
        }

        /** What the user will sign in with. */
        List<String> loginNames() {
            return Stream.of(user.username(), user.secondLoginName())
                    .filter(Objects::nonNull)
                    .toList();
        }

        @Override
        public String toString() {
            return "Step of " + id;
        }
    }
}
