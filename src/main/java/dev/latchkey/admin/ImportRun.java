package dev.latchkey.admin;

import dev.latchkey.admin.ImportReport.LineError;
import dev.latchkey.user.ImportOutcome;
import dev.latchkey.user.ImportedUser;
import java.util.ArrayList;
import java.util.List;

/** How far one import is: the users read and not yet written, and the counts. */
final class ImportRun {

    /** So many errors are told; a file that has more has the same one over and over. */
    static final int MAX_ERRORS = 1000;

    private final List<ImportedUser> users = new ArrayList<>();
    private final List<Long> numbers = new ArrayList<>();
    private final List<LineError> errors = new ArrayList<>();
    private long imported;
    private long unchanged;
    private long failed;

    void add(long line, ImportedUser user) {
        numbers.add(line);
        users.add(user);
    }

    int waiting() {
        return users.size();
    }

    /** Those that wait, in their order. */
    List<ImportedUser> users() {
        return List.copyOf(users);
    }

    void fail(long line, LineFault fault) {
        failed++;
        if (errors.size() < MAX_ERRORS) {
            errors.add(new LineError(line, fault.code(), fault.detail()));
        }
    }

    /** @param outcomes of those that waited */
    void settle(List<ImportOutcome> outcomes) {
        for (int i = 0; i < outcomes.size(); i++) {
            settle(numbers.get(i), outcomes.get(i));
        }
        users.clear();
        numbers.clear();
    }

    private void settle(long line, ImportOutcome outcome) {
        switch (outcome) {
            case IMPORTED -> imported++;
            case UNCHANGED -> unchanged++;
            case USERNAME_TAKEN ->
                fail(line, new LineFault(LineFault.USERNAME_TAKEN, "Somebody else signs in with the username."));
            case EMAIL_TAKEN ->
                fail(line, new LineFault(LineFault.EMAIL_TAKEN, "Somebody else signs in with the address."));
            case ID_TAKEN -> fail(line, new LineFault(LineFault.ID_TAKEN, "Somebody else has the id, or had it."));
        }
    }

    String counts() {
        return "imported=" + imported + " unchanged=" + unchanged + " failed=" + failed;
    }

    ImportReport report(boolean dryRun) {
        return new ImportReport(dryRun, imported, unchanged, failed, List.copyOf(errors));
    }
}
