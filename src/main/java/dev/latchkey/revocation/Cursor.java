package dev.latchkey.revocation;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Up to where a reader knows the revocation list: everything that a transaction with a lower number wrote.
 *
 * @param timeline the history that the number belongs to; another one after a failover
 * @param number a transaction's number, PostgreSQL's {@code xid8}
 */
record Cursor(String timeline, long number) {

    private static final Pattern FORM = Pattern.compile("([0-9A-Za-z-]{1,40})\\.([0-9]{1,18})");

    /** Empty for what was never given out: such a reader is told everything. */
    static Optional<Cursor> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        return matcher.matches()
                ? Optional.of(new Cursor(matcher.group(1), Long.parseLong(matcher.group(2))))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return timeline + '.' + number;
    }
}
