package dev.latchkey.admin;

import dev.latchkey.audit.AuditOutcome;
import dev.latchkey.problem.ProblemException;
import dev.latchkey.problem.ProblemType;
import dev.latchkey.user.UserImports;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Imports users as their lines come in: what waits in memory is one batch, and the client sends no faster than the database writes,
 * for the next bytes are taken when the last are done with. A batch is a transaction, so whatever breaks an import off leaves whole
 * users behind, and the same lines sent again do the rest. One import at a time, so that it takes one worker and one connection from
 * everybody else.
 */
@ApplicationScoped
class UserImporter {

    private static final int BATCH = 500;
    private static final int RETRY_AFTER_SECONDS = 30;

    private final UserImports imports;
    private final ImportLineReader reader;
    private final Clock clock;
    private final Semaphore turn = new Semaphore(1);

    UserImporter(UserImports imports, ImportLineReader reader, Clock clock) {
        this.imports = imports;
        this.reader = reader;
        this.clock = clock;
    }

    /** @throws ProblemException {@link ProblemType#BUSY} if another import is under way on this node */
    ImportReport run(InputStream body, boolean dryRun, UUID actorId) {
        if (!turn.tryAcquire()) {
            throw new ProblemException(ProblemType.BUSY, "Another import is under way.")
                    .retryAfterSeconds(RETRY_AFTER_SECONDS);
        }
        try {
            return dryRun ? check(body) : write(body, actorId);
        } finally {
            turn.release();
        }
    }

    private ImportReport check(InputStream body) {
        ImportRun run = new ImportRun();
        read(body, run, () -> run.settle(imports.check(run.users())));
        return run.report(true);
    }

    private ImportReport write(InputStream body, UUID actorId) {
        ImportRun run = new ImportRun();
        AuditOutcome outcome = AuditOutcome.FAILURE;
        try {
            read(body, run, () -> run.settle(imports.add(run.users(), actorId, clock.instant())));
            outcome = AuditOutcome.SUCCESS;
        } finally {
            imports.recordEnd(outcome, run.counts(), actorId, clock.instant());
        }
        return run.report(false);
    }

    private void read(InputStream body, ImportRun run, Runnable batch) {
        ImportLines lines = new ImportLines(body);
        for (ImportLines.Line line = next(lines); line != null; line = next(lines)) {
            try {
                run.add(line.number(), reader.read(line.bytes(), clock.instant()));
            } catch (LineFault fault) {
                run.fail(line.number(), fault);
            }
            if (run.waiting() == BATCH) {
                batch.run();
            }
        }
        if (run.waiting() > 0) {
            batch.run();
        }
    }

    /** A client that hangs up, or that sends nothing for so long that it is hung up on, is no error of ours. */
    private static ImportLines.@Nullable Line next(ImportLines lines) {
        try {
            return lines.next();
        } catch (IOException e) {
            throw new ProblemException(ProblemType.INVALID_REQUEST, "The body broke off.");
        }
    }
}
