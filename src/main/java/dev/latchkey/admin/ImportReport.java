package dev.latchkey.admin;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What became of the lines of an import.
 *
 * @param imported users made, or who would be in a dry run
 * @param unchanged lines that were imported before
 * @param failed lines with an error
 * @param errors the first of them
 */
record ImportReport(
        @Schema(examples = "false") boolean dryRun,
        @Schema(examples = "99998") long imported,
        @Schema(examples = "1") long unchanged,
        @Schema(examples = "1") long failed,
        List<LineError> errors) {

    /** @param line counted from 1, empty lines too */
    record LineError(
            @Schema(examples = "17") long line,

            @Schema(examples = "username-taken") String code,

            @Schema(examples = "Somebody else signs in with the username.")
            String detail) {}
}
