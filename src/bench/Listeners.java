import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Listens to the revocation feed of one node many times over, on one thread, while sessions are signed out at another.
 *
 * <p>java Listeners.java TOKENS FROM_NODE AT_NODE LISTENERS STALLED: a file of refresh tokens, one to a line, each of which is signed out; so
 * many listeners, and so many more that never read. Prints one line: deliveries, and p50, p99 and the longest in microseconds from the
 * answer of the sign-out to the event's arrival. Before that, a line with the word "listening" when all are current; it goes on when it reads a line.
 */
class Listeners {

    private static final byte[] EVENT = "event: revoked\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] COMPLETE = "event: complete\n".getBytes(StandardCharsets.US_ASCII);
    private static final long GIVE_UP_NANOS = TimeUnit.SECONDS.toNanos(60);

    /** One stream. An event may come in two pieces, so how much of its name has come is kept. */
    private static final class Listener {

        private int matchedEvent;
        private int matchedComplete;
        private boolean current;

        /** How many revocations are in what came. */
        int count(ByteBuffer read) {
            int events = 0;
            while (read.hasRemaining()) {
                byte next = read.get();
                matchedEvent = following(EVENT, matchedEvent, next);
                matchedComplete = following(COMPLETE, matchedComplete, next);
                if (matchedEvent == EVENT.length) {
                    events += current ? 1 : 0;
                    matchedEvent = 0;
                }
                if (matchedComplete == COMPLETE.length) {
                    current = true;
                    CURRENT.incrementAndGet();
                    matchedComplete = 0;
                }
            }
            return events;
        }

        private static int following(byte[] name, int matched, byte next) {
            return next == name[matched] ? matched + 1 : next == name[0] ? 1 : 0;
        }
    }

    private static final AtomicInteger CURRENT = new AtomicInteger();
    private static final AtomicInteger ARRIVED = new AtomicInteger();
    private static long[] arrivedNanos;
    private static volatile int lost;

    public static void main(String[] args) throws Exception {
        List<String> tokens = Files.readAllLines(Path.of(args[0]));
        int listeners = Integer.parseInt(args[3]);
        arrivedNanos = new long[listeners * tokens.size()];
        Selector selector = Selector.open();
        for (int i = 0; i < listeners; i++) {
            SocketChannel channel = connect(URI.create(args[1]));
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ, new Listener());
        }
        SocketChannel[] stalled = new SocketChannel[Integer.parseInt(args[4])];
        for (int i = 0; i < stalled.length; i++) {
            stalled[i] = connect(URI.create(args[1]));
        }
        Thread reader = new Thread(() -> read(selector));
        reader.setDaemon(true);
        reader.start();
        await(CURRENT, listeners);
        System.out.println("listening");
        System.in.read();
        long[] micros = new long[arrivedNanos.length];
        for (int i = 0; i < tokens.size(); i++) {
            signOut(args[2], tokens.get(i));
            long answered = System.nanoTime();
            await(ARRIVED, (i + 1) * listeners);
            for (int j = i * listeners; j < (i + 1) * listeners; j++) {
                micros[j] = Math.max(0, arrivedNanos[j] - answered) / 1000;
            }
        }
        Arrays.sort(micros);
        System.out.printf(
                "LISTENERS %d %d %d %d%n",
                micros.length, micros[micros.length / 2], micros[micros.length * 99 / 100], micros[micros.length - 1]);
        System.exit(lost);
    }

    /** What a client of the feed sends; a small window, so that who never reads is soon behind. */
    private static SocketChannel connect(URI node) throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.setOption(StandardSocketOptions.SO_RCVBUF, 4096);
        channel.connect(new InetSocketAddress(node.getHost(), node.getPort()));
        String request = "GET /revocations/stream HTTP/1.1\r\nHost: " + node.getAuthority() + "\r\nAccept: text/event-stream\r\n\r\n";
        channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
        return channel;
    }

    private static void read(Selector selector) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(65_536);
        while (true) {
            try {
                selector.select(key -> read(key, buffer));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static void read(SelectionKey key, ByteBuffer buffer) {
        buffer.clear();
        try {
            if (((SocketChannel) key.channel()).read(buffer) < 0) {
                throw new IOException("the node ended a stream");
            }
        } catch (IOException e) {
            System.err.println(e.getMessage());
            key.cancel();
            lost = 1;
            return;
        }
        int events = ((Listener) key.attachment()).count(buffer.flip());
        long now = System.nanoTime();
        for (int i = 0; i < events; i++) {
            int place = ARRIVED.get();
            if (place < arrivedNanos.length) {
                arrivedNanos[place] = now;
            }
            ARRIVED.incrementAndGet();
        }
    }

    private static void await(AtomicInteger count, int enough) throws InterruptedException {
        long began = System.nanoTime();
        while (count.get() < enough) {
            if (System.nanoTime() - began > GIVE_UP_NANOS) {
                throw new IllegalStateException(count + " of " + enough + " after a minute");
            }
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    private static void signOut(String node, String refreshToken) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(node + "/auth/sign-out"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"refresh_token\":\"" + refreshToken + "\"}"))
                .build();
        int status = HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode();
        if (status != 204) {
            throw new IllegalStateException("sign-out " + status);
        }
    }
}
