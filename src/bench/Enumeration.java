import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether the time of an answer tells if somebody has an account (standards P-09, P-10). Calls come in pairs, one about a name that is
 * taken and one about a name that nobody has, of the same length, in an order that is drawn for each pair; one call at a time, on one
 * connection. The Mann-Whitney U test then says how likely the halves would differ as much if nothing told them apart.
 *
 * <p>java Enumeration TOKENS CALLS WARM_UP_SECONDS PORT MAIL_PORT: line n of TOKENS, counted from 0, is a refresh token of
 * un@example.com. Prints for each kind a line "ENUM kind calls p50 p50 p found mails mails": milliseconds of taken names and of others,
 * the shift in milliseconds from which on it would have been found, mails to the ones and to the others. An answer that is not the one
 * that everybody gets ends the program.
 */
class Enumeration {

    private static final String PASSWORD = "correct horse battery staple";
    private static final double SIGNIFICANT = 0.01;

    /** What the control adds to one half of its calls. */
    private static final long FORESEEN_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    /** Between two calls of those that warm up: each leaves work for the next round of mails. */
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private static final Pattern ACCESS_TOKEN = Pattern.compile("\"access_token\":\"([^\"]*)\"");

    private final List<String> tokens;
    private final int port;
    private final Mailbox mailbox;
    private final Random order = new Random();

    /** No name is used twice, so that no account is slowed down; those who call themselves come from the other end. */
    private final AtomicInteger names = new AtomicInteger();

    private final AtomicInteger callers = new AtomicInteger();

    private Enumeration(List<String> tokens, int port, Mailbox mailbox) {
        this.tokens = tokens;
        this.port = port;
        this.mailbox = mailbox;
    }

    /** Makes a call about the name of a letter, {@code u} for one that is taken, and a number; says how many nanoseconds it took. */
    private interface Call {
        long time(Connection connection, char letter, int number) throws IOException;
    }

    public static void main(String[] args) throws Exception {
        MannWhitney.prove();
        int calls = Integer.parseInt(args[1]);
        int warmUp = Integer.parseInt(args[2]);
        Mailbox mailbox = new Mailbox(Integer.parseInt(args[4]));
        Enumeration all = new Enumeration(Files.readAllLines(Path.of(args[0])), Integer.parseInt(args[3]), mailbox);
        all.measure("sign-in", all::signIn, calls, warmUp);
        all.measure("control", all::control, calls, 0);
        all.measure("sign-up", all::signUp, calls, warmUp);
        all.measure("forgot", all::forgot, calls, warmUp);
        all.measure("email", all::changeAddress, calls, warmUp);
        System.exit(0);
    }

    private long signIn(Connection connection, char letter, int number) throws IOException {
        String body = json("username", name(letter, number), "password", "wrong " + PASSWORD);
        return connection.call("POST", "/auth/sign-in", null, body, 401).nanos();
    }

    /** Nobody has any of these names. */
    private long control(Connection connection, char letter, int number) throws IOException {
        long before = System.nanoTime();
        if (letter == 'u') {
            LockSupport.parkNanos(FORESEEN_NANOS);
        }
        long late = System.nanoTime() - before;
        return late + signIn(connection, letter == 'u' ? 'x' : 'y', number);
    }

    private long signUp(Connection connection, char letter, int number) throws IOException {
        String body = json("email", name(letter, number), "password", PASSWORD);
        return connection.call("POST", "/auth/sign-up", null, body, 202).nanos();
    }

    private long forgot(Connection connection, char letter, int number) throws IOException {
        return connection.call("POST", "/auth/password/forgot", null, json("email", name(letter, number)), 202).nanos();
    }

    /** By somebody who asks for nothing else, and who signed in with the token before: that is not measured. */
    private long changeAddress(Connection connection, char letter, int number) throws IOException {
        int caller = tokens.size() - callers.incrementAndGet();
        if (caller <= names.get()) {
            throw new IllegalStateException("There are not enough users: set BENCH_USERS");
        }
        String session =
                connection.call("POST", "/auth/refresh", null, json("refresh_token", tokens.get(caller)), 200).body();
        Matcher access = ACCESS_TOKEN.matcher(session);
        if (!access.find()) {
            throw new IllegalStateException("no access token");
        }
        return connection.call("PUT", "/auth/me/email", access.group(1), json("email", name(letter, number)), 202).nanos();
    }

    private static String name(char letter, int number) {
        return letter + "" + number + "@example.com";
    }

    private static String json(String... members) {
        StringBuilder json = new StringBuilder();
        for (int i = 0; i < members.length; i += 2) {
            json.append(i == 0 ? '{' : ',').append('"').append(members[i]).append("\":\"").append(members[i + 1]).append('"');
        }
        return json.append('}').toString();
    }

    private int nextName() {
        int name = names.getAndIncrement();
        if (name >= tokens.size()) {
            throw new IllegalStateException("There are not enough users: set BENCH_USERS");
        }
        return name;
    }

    private void measure(String kind, Call call, int calls, int warmUpSeconds) throws Exception {
        warmUp(call, warmUpSeconds);
        mailbox.awaitQuiet();
        int mailsToTaken = mailbox.to('u');
        int mailsToOthers = mailbox.to('n');
        double[] taken = new double[calls / 2];
        double[] others = new double[calls / 2];
        try (Connection connection = new Connection(port)) {
            for (int pair = 0; pair < calls / 2; pair++) {
                int number = nextName();
                boolean takenFirst = order.nextBoolean();
                if (takenFirst) {
                    taken[pair] = call.time(connection, 'u', number) / 1e6;
                }
                others[pair] = call.time(connection, 'n', number) / 1e6;
                if (!takenFirst) {
                    taken[pair] = call.time(connection, 'u', number) / 1e6;
                }
            }
        }
        mailbox.awaitQuiet();
        System.out.printf(
                "ENUM %s %d %.2f %.2f %.4f %.2f %d %d%n",
                kind, calls, MannWhitney.median(taken), MannWhitney.median(others), MannWhitney.of(taken, others).p(),
                MannWhitney.leastShift(taken, others, SIGNIFICANT), mailbox.to('u') - mailsToTaken,
                mailbox.to('n') - mailsToOthers);
    }

    private void warmUp(Call call, int seconds) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        ExecutorService executor = Executors.newFixedThreadPool(2);
        List<Future<?>> done = new ArrayList<>();
        for (char letter : new char[] {'u', 'n'}) {
            done.add(executor.submit(() -> {
                try (Connection connection = new Connection(port)) {
                    while (System.nanoTime() < end) {
                        call.time(connection, letter, nextName());
                        LockSupport.parkNanos(PAUSE_NANOS);
                    }
                }
                return null;
            }));
        }
        for (Future<?> one : done) {
            one.get();
        }
        executor.shutdown();
    }

    /** A connection that stays open, without any thread between the caller and the answer; each call is from an address of its own. */
    private static final class Connection implements Closeable {

        private static final AtomicInteger SOURCES = new AtomicInteger();

        private final Socket socket;
        private final InputStream in;

        record Reply(String body, long nanos) {}

        Connection(int port) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(60_000);
            in = socket.getInputStream();
        }

        Reply call(String method, String path, String token, String body, int intended) throws IOException {
            int source = SOURCES.incrementAndGet();
            String request = method + " " + path + " HTTP/1.1\r\nHost: bench.example.com\r\nX-Forwarded-For: 10." + (source >> 16) + "."
                    + (source >> 8 & 255) + "." + (source & 255) + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length()
                    + (token == null ? "" : "\r\nAuthorization: Bearer " + token) + "\r\n\r\n" + body;
            byte[] bytes = request.getBytes(StandardCharsets.US_ASCII);
            long before = System.nanoTime();
            socket.getOutputStream().write(bytes);
            String head = head();
            String answer = new String(in.readNBytes(length(head)), StandardCharsets.UTF_8);
            long nanos = System.nanoTime() - before;
            if (!head.startsWith("HTTP/1.1 " + intended + " ")) {
                throw new IllegalStateException(path + ": " + head.lines().findFirst().orElse("") + " " + answer);
            }
            return new Reply(answer, nanos);
        }

        private String head() throws IOException {
            ByteArrayOutputStream head = new ByteArrayOutputStream();
            for (int last = 0, c = in.read(); c >= 0; c = in.read()) {
                head.write(c);
                last = last << 8 | c;
                if (last == 0x0d0a0d0a) {
                    return head.toString(StandardCharsets.US_ASCII);
                }
            }
            throw new IOException("The connection was closed");
        }

        private static int length(String head) throws IOException {
            Matcher length = Pattern.compile("(?i)\ncontent-length: (\\d+)").matcher(head);
            if (!length.find()) {
                throw new IOException("The answer does not say its length");
            }
            return Integer.parseInt(length.group(1));
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    /** A mail server that takes every mail and counts them by the first letter of their recipient. */
    private static final class Mailbox {

        /** Mails go out in rounds, every five seconds. */
        private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(8);

        private final ServerSocket server;
        private final Map<Character, LongAdder> counts = new ConcurrentHashMap<>();
        private volatile long lastAt = System.nanoTime() - QUIET_NANOS;

        Mailbox(int port) throws IOException {
            server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
            start(() -> {
                while (true) {
                    Socket client = server.accept();
                    start(() -> talk(client));
                }
            });
        }

        private interface Talk {
            void go() throws IOException;
        }

        private static void start(Talk talk) {
            Thread thread = new Thread(() -> {
                try {
                    talk.go();
                } catch (IOException e) {
                    // whoever spoke has gone
                }
            });
            thread.setDaemon(true);
            thread.start();
        }

        private void talk(Socket client) throws IOException {
            try (client) {
                BufferedReader in = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
                say(client, "220 bench.example.com");
                boolean inMail = false;
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                    if (inMail) {
                        if (line.equals(".")) {
                            inMail = false;
                            say(client, "250 taken");
                        }
                        continue;
                    }
                    String command = line.toUpperCase();
                    if (command.startsWith("RCPT TO:<")) {
                        counts.computeIfAbsent(line.charAt(9), unused -> new LongAdder()).increment();
                        lastAt = System.nanoTime();
                    }
                    inMail = command.equals("DATA");
                    say(client, inMail ? "354 go on" : command.equals("QUIT") ? "221 bye" : "250 well");
                }
            }
        }

        private static void say(Socket client, String line) throws IOException {
            client.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        }

        int to(char letter) {
            return counts.getOrDefault(letter, new LongAdder()).intValue();
        }

        /** Until what was asked for is answered: it must not disturb what is measured next. */
        void awaitQuiet() throws InterruptedException {
            long asked = System.nanoTime();
            while (System.nanoTime() - Math.max(asked, lastAt) < QUIET_NANOS) {
                Thread.sleep(100);
            }
        }
    }
}
