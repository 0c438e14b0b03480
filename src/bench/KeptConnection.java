import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** One connection that stays open, for one thread; made anew after a failure. Knows no more of HTTP/1.1 than Latchkey and its siblings need. */
final class KeptConnection implements Closeable {

    record Reply(int status, String body) {}

    private static final int ANSWER_LIMIT_MILLIS = 10_000;

    private final URI target;
    private final byte[] buffer = new byte[16 * 1024];
    private Socket socket;
    private int headEnd;
    private int filled;

    KeptConnection(URI target) {
        this.target = target;
    }

    /** The status of the answer, which is read to its end. */
    int send(byte[] request) throws IOException {
        try {
            if (socket == null) {
                socket = new Socket(target.getHost(), target.getPort());
                socket.setTcpNoDelay(true);
                socket.setSoTimeout(ANSWER_LIMIT_MILLIS);
            }
            socket.getOutputStream().write(request);
            return read(socket.getInputStream());
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    /** The answer to a body of JSON. */
    Reply post(String path, String body, String access) throws IOException {
        String head = "POST " + path + " HTTP/1.1\r\nHost: " + target.getAuthority() + "\r\nContent-Type: application/json\r\n"
                + "Content-Length: " + body.length() + "\r\n" + (access == null ? "" : "Authorization: Bearer " + access + "\r\n");
        int status = send((head + "\r\n" + body).getBytes(StandardCharsets.US_ASCII));
        return new Reply(status, new String(buffer, headEnd, filled - headEnd, StandardCharsets.UTF_8));
    }

    private int read(InputStream in) throws IOException {
        filled = 0;
        headEnd = 0;
        while (headEnd == 0) {
            int from = Math.max(0, filled - 3);
            more(in);
            for (int i = from; i <= filled - 4 && headEnd == 0; i++) {
                if (buffer[i] == '\r' && buffer[i + 1] == '\n' && buffer[i + 2] == '\r' && buffer[i + 3] == '\n') {
                    headEnd = i + 4;
                }
            }
        }
        int status = (buffer[9] - '0') * 100 + (buffer[10] - '0') * 10 + buffer[11] - '0';
        int end = headEnd + (status == 204 ? 0 : length());
        while (filled < end) {
            more(in);
        }
        return status;
    }

    private void more(InputStream in) throws IOException {
        int count = filled == buffer.length ? -1 : in.read(buffer, filled, buffer.length - filled);
        if (count < 0) {
            throw new EOFException("no whole answer");
        }
        filled += count;
    }

    private int length() throws IOException {
        String head = new String(buffer, 0, headEnd, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
        int at = head.indexOf("\r\ncontent-length:");
        if (at < 0) {
            throw new IOException("an answer without a length");
        }
        int begin = at + "\r\ncontent-length:".length();
        return Integer.parseInt(head.substring(begin, head.indexOf('\r', begin)).strip());
    }

    @Override
    public void close() {
        try {
            if (socket != null) {
                socket.close();
            }
        } catch (IOException e) {
            // it is of no use any more
        }
        socket = null;
    }
}
