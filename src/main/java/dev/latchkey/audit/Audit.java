package dev.latchkey.audit;

import dev.latchkey.support.Ids;
import dev.latchkey.support.TraceIds;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The door to the audit trail: appending, reading, and forgetting what is older than the retention. */
@ApplicationScoped
public class Audit {

    private final Ids ids;
    private final TraceIds traceIds;
    private final CurrentSource source;
    private final AuditConfig config;

    Audit(Ids ids, TraceIds traceIds, CurrentSource source, AuditConfig config) {
        this.ids = ids;
        this.traceIds = traceIds;
        this.source = source;
        this.config = config;
    }

    /**
     * Records an event in the caller's transaction: it is kept exactly if the change is. The address is that of the current request
     * unless the event has one.
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void record(AuditEntry entry, Instant now) {
        recordAsItIs(located(entry, source.ip()), now);
    }

    /** The same, but an event without an address stays without: it speaks of many requests. */
    @Transactional(Transactional.TxType.MANDATORY)
    void recordAsItIs(AuditEntry entry, Instant now) {
        AuditEvent.of(ids.at(now), entry, traceIds.current(), now).persist();
    }

    /** Records many events of one request in the caller's transaction, in few round trips. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void recordAll(List<AuditEntry> entries, Instant now) {
        String traceId = traceIds.current();
        Optional<String> ip = source.ip();
        AuditEvent.persistAll(entries.stream()
                .map(entry -> AuditEvent.of(ids.at(now), located(entry, ip), traceId, now))
                .toList());
    }

    private static AuditEntry located(AuditEntry entry, Optional<String> ip) {
        return entry.ip() == null ? entry.ip(ip.orElse(null)) : entry;
    }

    /** Whom of these users an event of this type is about, as far as the trail reaches back. */
    @Transactional(Transactional.TxType.MANDATORY)
    public Set<UUID> concerned(AuditType type, Collection<UUID> userIds) {
        return userIds.isEmpty() ? Set.of() : AuditEvent.concerned(type, userIds);
    }

    /**
     * Up to {@code limit} events that pass the filter, newest first.
     *
     * @param before only events older than the one with this id, the last of the page before
     */
    @Transactional
    public List<AuditRecord> list(AuditFilter filter, Optional<UUID> before, int limit) {
        return AuditEvent.page(filter, before, limit);
    }

    /** Whether such an event of the user's is in the trail. */
    @Transactional(Transactional.TxType.MANDATORY)
    public boolean knows(AuditType type, UUID userId) {
        AuditFilter filter = new AuditFilter(
                Optional.of(userId),
                Optional.empty(),
                Optional.of(type),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        return !AuditEvent.page(filter, Optional.empty(), 1).isEmpty();
    }

    /** Whether there are this many such events of the user's since then: a bound on what may happen often. */
    @Transactional(Transactional.TxType.MANDATORY)
    public boolean knowsSince(AuditType type, UUID userId, int count, Instant since) {
        AuditFilter filter = new AuditFilter(
                Optional.of(userId),
                Optional.empty(),
                Optional.of(type),
                Optional.empty(),
                Optional.empty(),
                Optional.of(since),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        return AuditEvent.page(filter, Optional.empty(), count).size() == count;
    }

    /**
     * Deletes events older than {@code latchkey.audit.retention} in a transaction of its own, at most {@code batch}; says how many
     * it were. Fewer than the batch means that there are no more (standards G-07).
     */
    @Transactional
    public int deleteExpired(Instant now, int batch) {
        return AuditEvent.deleteBefore(now.minus(config.retention()), batch);
    }
}
