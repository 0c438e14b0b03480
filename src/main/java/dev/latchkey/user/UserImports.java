package dev.latchkey.user;

import dev.latchkey.audit.Audit;
import dev.latchkey.audit.AuditEntry;
import dev.latchkey.audit.AuditOutcome;
import dev.latchkey.audit.AuditType;
import dev.latchkey.support.Ids;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/** The door for users from elsewhere: some hundred at a time, each all there or not at all, and nobody who is there is ever changed. */
@ApplicationScoped
public class UserImports {

    private final ImportTable table;
    private final Ids ids;
    private final Audit audit;

    UserImports(ImportTable table, Ids ids, Audit audit) {
        this.table = table;
        this.ids = ids;
        this.audit = audit;
    }

    /**
     * Makes the users who are not there yet, in one transaction with an audit event for each.
     *
     * @return what became of each, in their order
     */
    @Transactional
    public List<ImportOutcome> add(List<ImportedUser> users, UUID actorId, Instant now) {
        // two imports take turns, so that neither finds an id taken when it is too late to say whose line it was
        table.lock();
        ImportPlan plan = plan(users);
        List<ImportPlan.Step> accepted = plan.accepted();
        Set<String> taken = table.take(accepted);
        List<ImportPlan.Step> made = new ArrayList<>();
        List<String> toRelease = new ArrayList<>();
        for (ImportPlan.Step step : accepted) {
            // whoever signs up at this moment may be quicker
            if (step.loginNames().stream().allMatch(taken::contains)) {
                made.add(step);
            } else {
                toRelease.addAll(
                        step.loginNames().stream().filter(taken::contains).toList());
                step.refuse(
                        taken.contains(step.user().username())
                                ? ImportOutcome.EMAIL_TAKEN
                                : ImportOutcome.USERNAME_TAKEN);
            }
        }
        table.release(toRelease);
        table.insert(made, now);
        audit.recordAll(
                made.stream()
                        .map(step -> AuditEntry.success(AuditType.USER_CREATED)
                                .user(step.id())
                                .actor(actorId))
                        .toList(),
                now);
        return plan.outcomes();
    }

    /** What would become of each now, in their order; nothing is written. */
    @Transactional
    public List<ImportOutcome> check(List<ImportedUser> users) {
        return plan(users).outcomes();
    }

    /** Records that an import ended, with how many users it made, found and refused. */
    @Transactional
    public void recordEnd(AuditOutcome outcome, String counts, UUID actorId, Instant now) {
        AuditEntry entry = outcome == AuditOutcome.SUCCESS
                ? AuditEntry.success(AuditType.USERS_IMPORTED)
                : AuditEntry.failure(AuditType.USERS_IMPORTED);
        audit.record(entry.actor(actorId).reason(counts), now);
    }

    private ImportPlan plan(List<ImportedUser> users) {
        List<UUID> wanted = users.stream()
                .map(ImportedUser::id)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        Set<UUID> known = table.known(wanted);
        known.addAll(audit.concerned(AuditType.USER_DELETED, wanted));
        return ImportPlan.of(users, table.owners(users), table.imported(users), known, ids);
    }
}
