package dev.latchkey.support;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.formatters.PatternFormatter;

/** What was logged while it was open, at the levels that the categories have. */
public final class LogRecords extends Handler implements AutoCloseable {

    private static final PatternFormatter FORMATTER = new PatternFormatter("%c: %m%e");

    private final List<LogRecord> records = new CopyOnWriteArrayList<>();

    private LogRecords() {
        Logger.getLogger("").addHandler(this);
    }

    public static LogRecords open() {
        return new LogRecords();
    }

    /** Messages at WARNING and above. */
    public List<String> complaints() {
        return records.stream()
                .filter(item -> item.getLevel().intValue() >= Level.WARNING.intValue())
                .map(LogRecords::format)
                .toList();
    }

    /** All messages. */
    public List<String> messages() {
        return records.stream().map(LogRecords::format).toList();
    }

    private static String format(LogRecord item) {
        return FORMATTER.format(item);
    }

    @Override
    public void publish(LogRecord item) {
        records.add(item);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        Logger.getLogger("").removeHandler(this);
    }
}
