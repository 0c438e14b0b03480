package dev.latchkey.admin;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a body into lines as it comes in, holding one line at a time and never more of it than it may have. Lines end with LF or CRLF;
 * empty ones count and are passed over, and so is a byte order mark at the very beginning.
 */
final class ImportLines {

    static final int MAX_BYTES = 16 * 1024;

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final InputStream body;
    private final byte[] input = new byte[8 * 1024];
    private final byte[] line = new byte[MAX_BYTES + 1];
    private int position;
    private int end;
    private int length;
    private long number;

    ImportLines(InputStream body) {
        this.body = body;
    }

    /** @param bytes null if there are more than a line may have */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Line(long number, byte @Nullable [] bytes) {

        @Override
        public String toString() {
            return "Line " + number;
        }
    }

    /** The next line that is not empty; null after the last. */
    @Nullable
    Line next() throws IOException {
        boolean more = true;
        while (more) {
            more = read();
            if (length > MAX_BYTES) {
                return new Line(number, null);
            }
            int start = number == 1 && startsWithMark() ? BYTE_ORDER_MARK.length : 0;
            if (!isBlank(start)) {
                return new Line(number, Arrays.copyOfRange(line, start, length));
            }
        }
        return null;
    }

    /** Reads up to the end of a line; false at the end of the body. A carriage return before it does no harm to JSON and little to the count. */
    private boolean read() throws IOException {
        number++;
        length = 0;
        while (true) {
            if (position == end) {
                position = 0;
                end = Math.max(0, body.read(input));
                if (end == 0) {
                    return false;
                }
            }
            byte next = input[position++];
            if (next == '\n') {
                return true;
            }
            // of what is too long one byte more is kept, which tells that it is
            if (length < line.length) {
                line[length++] = next;
            }
        }
    }

    private boolean startsWithMark() {
        return length >= BYTE_ORDER_MARK.length
                && Arrays.equals(line, 0, BYTE_ORDER_MARK.length, BYTE_ORDER_MARK, 0, BYTE_ORDER_MARK.length);
    }

    private boolean isBlank(int start) {
        for (int i = start; i < length; i++) {
            if (line[i] != ' ' && line[i] != '\t' && line[i] != '\r') {
                return false;
            }
        }
        return true;
    }
}
