package dev.latchkey.verifier;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads server-sent events, of bounded size: whatever stands at the other end cannot fill the memory (standards K-06). */
final class EventReader {

    private static final int MAX_LINE = 8 * 1024;
    private static final int MAX_CURSOR = 256;

    private final InputStream in;
    private final byte[] buffer = new byte[8 * 1024];
    private int position;
    private int limit;
    private final byte[] line = new byte[MAX_LINE];

    EventReader(InputStream in) {
        this.in = in;
    }

    /**
     * The next event; null when the stream has ended. An event that was broken off is left out.
     *
     * @throws FeedException when it is not what the feed may send
     */
    @Nullable
    FeedEvent next() throws IOException {
        String name = "";
        String id = null;
        String data = null;
        for (String text = readLine(); text != null; text = readLine()) {
            if (text.isEmpty()) {
                if (data != null) {
                    return new FeedEvent(name, id, data);
                }
                name = "";
                id = null;
                continue;
            }
            int colon = text.indexOf(':');
            String field = colon < 0 ? text : text.substring(0, colon);
            String value = colon < 0 ? "" : text.substring(text.startsWith(" ", colon + 1) ? colon + 2 : colon + 1);
            switch (field) {
                case "event" -> name = value;
                case "id" -> id = cursor(value);
                case "data" -> {
                    if (data != null) {
                        throw new FeedException("an event with more than one line of data");
                    }
                    data = value;
                }
                default -> {
                    // comments, and fields that there may be one day
                }
            }
        }
        return null;
    }

    /** It goes into a header of the next request, so nothing is taken that does not fit there. */
    private static String cursor(String value) throws FeedException {
        if (value.isEmpty() || value.length() > MAX_CURSOR || !value.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new FeedException("a cursor that is none");
        }
        return value;
    }

    private @Nullable String readLine() throws IOException {
        int length = 0;
        while (true) {
            if (position == limit) {
                limit = in.read(buffer);
                position = 0;
                if (limit <= 0) {
                    limit = 0;
                    return null;
                }
            }
            byte next = buffer[position++];
            if (next == '\n') {
                return decode(Arrays.copyOf(line, length > 0 && line[length - 1] == '\r' ? length - 1 : length));
            }
            if (length == MAX_LINE) {
                throw new FeedException("a line of more than " + MAX_LINE + " bytes");
            }
            line[length++] = next;
        }
    }

    private static String decode(byte[] bytes) throws FeedException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new FeedException("not UTF-8");
        }
    }
}
