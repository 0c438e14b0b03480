import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A few people who refresh and call at a fixed rate, and a crowd that signs in meanwhile.
 *
 * <p>java Flood.java TOKENS FIRST RATE SECONDS CROWD THINK_MILLIS many|one USERS PORT: the calm people take four lines of TOKENS from FIRST
 * on; of the crowd, each sends its next sign-in some THINK_MILLIS, half of them at least and one and a half at most, after the answer; they
 * come from {@code many} addresses, by a trusted proxy, or from {@code one}. Half of the passwords are right; a quarter are wrong and a
 * quarter for names that nobody has. Prints "PACED name calls p50 p99 longest other" in microseconds, and for each status of the crowd's
 * answers "CROWD status answers p50 p99 longest".
 */
class Flood {

    private static final String PASSWORD = "correct horse battery staple";
    private static final int CALM = 4;

    /** Before anything is measured: the first calls of this process are late by its own doing. */
    private static final long LEAD_NANOS = TimeUnit.SECONDS.toNanos(5);

    private static final Pattern MEMBER = Pattern.compile("\"(access|refresh)_token\":\"([^\"]*)\"");
    private static final Pattern LENGTH = Pattern.compile("(?i)\ncontent-length: (\\d+)");

    private static final Map<String, List<Long>> TIMES = new TreeMap<>();
    private static int otherAnswers;

    public static void main(String[] args) throws Exception {
        int first = Integer.parseInt(args[1]);
        int rate = Integer.parseInt(args[2]);
        long seconds = Long.parseLong(args[3]);
        int crowd = Integer.parseInt(args[4]);
        int port = Integer.parseInt(args[8]);
        List<String> tokens = Files.readAllLines(Path.of(args[0])).subList(first, first + CALM);
        Crowd people = new Crowd(crowd, Integer.parseInt(args[5]), args[6].equals("many"), Integer.parseInt(args[7]), port);
        long begin = System.nanoTime() + LEAD_NANOS;
        long end = begin + TimeUnit.SECONDS.toNanos(seconds);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < CALM; i++) {
            Calm calm = new Calm(port, tokens.get(i), i, TimeUnit.SECONDS.toNanos(CALM) / rate);
            threads.add(new Thread(() -> calm.run(begin, end)));
        }
        threads.add(new Thread(() -> people.run(begin, end)));
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        for (String name : List.of("refresh", "user")) {
            System.out.printf("PACED %s %s %d%n", name, summary(TIMES.get(name)), otherAnswers);
        }
        people.times.forEach((status, times) -> System.out.printf("CROWD %s %s%n", status, summary(times)));
        System.exit(0);
    }

    private static String summary(List<Long> micros) {
        Collections.sort(micros);
        return micros.size() + " " + at(micros, 50) + " " + at(micros, 99) + " " + at(micros, 100);
    }

    private static long at(List<Long> sorted, int percent) {
        return sorted.get(Math.max(0, (sorted.size() * percent + 99) / 100 - 1));
    }

    private static synchronized void note(String name, long nanos, boolean intended) {
        TIMES.computeIfAbsent(name, unused -> new ArrayList<>()).add(nanos / 1000);
        otherAnswers += intended ? 0 : 1;
    }

    /** Refreshes its session and calls with its token in turns, each at its time; a call that has to wait for the one before is late. */
    private static final class Calm {

        private final Socket socket;
        private final InputStream in;
        private final long interval;
        private final int offset;
        private String refreshToken;
        private String accessToken = "";

        Calm(int port, String refreshToken, int number, long interval) throws IOException {
            this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
            this.socket.setTcpNoDelay(true);
            this.in = socket.getInputStream();
            this.interval = interval;
            this.offset = number;
            this.refreshToken = refreshToken;
        }

        void run(long begin, long end) {
            try {
                long due = System.nanoTime() + offset * interval / CALM;
                long free = due;
                for (boolean refreshing = true; due < end; refreshing = !refreshing, due += interval / 2) {
                    while (System.nanoTime() < due) {
                        LockSupport.parkNanos(due - System.nanoTime());
                    }
                    // waking up late is this process' fault, a connection that is still waiting is not
                    long from = free > due ? due : System.nanoTime();
                    boolean intended = refreshing ? refresh() : call();
                    free = System.nanoTime();
                    if (due >= begin) {
                        note(refreshing ? "refresh" : "user", free - from, intended);
                    }
                }
            } catch (IOException e) {
                System.err.println("A calm caller was cut off: " + e);
                System.exit(2);
            }
        }

        private boolean refresh() throws IOException {
            String body = "{\"refresh_token\":\"" + refreshToken + "\"}";
            String answer = send("POST /auth/refresh HTTP/1.1\r\nHost: bench.example.com\r\nContent-Type: application/json\r\nContent-Length: "
                    + body.length() + "\r\n\r\n" + body);
            Matcher matcher = MEMBER.matcher(answer);
            while (matcher.find()) {
                if (matcher.group(1).equals("access")) {
                    accessToken = matcher.group(2);
                } else {
                    refreshToken = matcher.group(2);
                }
            }
            return answer.startsWith("HTTP/1.1 200 ");
        }

        private boolean call() throws IOException {
            return send("GET /samples/user HTTP/1.1\r\nHost: bench.example.com\r\nAuthorization: Bearer " + accessToken + "\r\n\r\n")
                    .startsWith("HTTP/1.1 200 ");
        }

        private String send(String request) throws IOException {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            ByteArrayOutputStream head = new ByteArrayOutputStream();
            for (int last = 0; last != 0x0d0a0d0a; ) {
                int c = in.read();
                if (c < 0) {
                    throw new IOException("closed");
                }
                head.write(c);
                last = last << 8 | c;
            }
            String text = head.toString(StandardCharsets.US_ASCII);
            Matcher length = LENGTH.matcher(text);
            return text + new String(in.readNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0), StandardCharsets.UTF_8);
        }
    }

    /** All of them on one thread, so that they take as little as possible from what they besiege. */
    private static final class Crowd {

        private final Map<String, List<Long>> times = new TreeMap<>();
        private final List<Person> people = new ArrayList<>();
        private final PriorityQueue<Person> due = new PriorityQueue<>(Comparator.comparingLong(person -> person.dueAt));
        private final Random random = new Random();
        private final long think;
        private final boolean many;
        private final int users;
        private final int port;

        private static final class Person {
            private final ByteBuffer received = ByteBuffer.allocate(16 * 1024);
            private final int number;
            private SocketChannel channel;
            private boolean waiting;
            private long dueAt;
            private long sentAt;

            Person(int number) {
                this.number = number;
            }
        }

        Crowd(int size, int thinkMillis, boolean many, int users, int port) {
            this.think = TimeUnit.MILLISECONDS.toNanos(thinkMillis);
            this.many = many;
            this.users = users;
            this.port = port;
            for (int i = 0; i < size; i++) {
                people.add(new Person(i));
            }
        }

        void run(long begin, long end) {
            if (people.isEmpty()) {
                return;
            }
            try (Selector selector = Selector.open()) {
                for (Person person : people) {
                    connect(person, selector);
                    person.dueAt = begin;
                    due.add(person);
                }
                while (System.nanoTime() < end) {
                    round(selector, end);
                }
                unanswered();
            } catch (IOException e) {
                System.err.println("The crowd cannot go on: " + e);
                System.exit(2);
            }
        }

        private void connect(Person person, Selector selector) throws IOException {
            person.channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            person.channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            person.channel.configureBlocking(false);
            person.channel.register(selector, SelectionKey.OP_READ, person);
        }

        private void round(Selector selector, long end) throws IOException {
            long now = System.nanoTime();
            while (!due.isEmpty() && due.peek().dueAt - now <= 0) {
                send(due.poll());
            }
            long until = due.isEmpty() ? end : Math.min(end, due.peek().dueAt);
            selector.select(Math.max(1, TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime())));
            for (SelectionKey key : selector.selectedKeys()) {
                Person person = (Person) key.attachment();
                if (person.channel.read(person.received) < 0) {
                    answered(person, "closed");
                    person.channel.close();
                    connect(person, selector);
                } else if (isWhole(person.received)) {
                    answered(person, new String(person.received.array(), 9, 3, StandardCharsets.US_ASCII));
                }
            }
            selector.selectedKeys().clear();
        }

        private void send(Person person) throws IOException {
            int user = random.nextInt(users);
            int choice = random.nextInt(4);
            String body = "{\"username\":\"" + (choice == 0 ? 'n' : 'u') + user + "@example.com\",\"password\":\""
                    + (choice == 1 ? "wrong " : "") + PASSWORD + "\"}";
            String source = many ? "X-Forwarded-For: 10.0." + (person.number >> 8) + "." + (person.number & 255) + "\r\n" : "";
            String request = "POST /auth/sign-in HTTP/1.1\r\nHost: bench.example.com\r\n" + source
                    + "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
            person.waiting = true;
            person.sentAt = System.nanoTime();
            ByteBuffer bytes = ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII));
            person.channel.write(bytes);
            if (bytes.hasRemaining()) {
                throw new IOException("a request does not fit into the buffers of its connection");
            }
        }

        private void answered(Person person, String status) {
            person.received.clear();
            long now = System.nanoTime();
            if (person.waiting) {
                person.waiting = false;
                times.computeIfAbsent(status, unused -> new ArrayList<>()).add((now - person.sentAt) / 1000);
                person.dueAt = now + think / 2 + (long) (random.nextDouble() * think);
                due.add(person);
            }
        }

        /** Whoever still waits at the end may have waited for all the time. */
        private void unanswered() {
            long now = System.nanoTime();
            for (Person person : people) {
                if (person.waiting) {
                    times.computeIfAbsent("unanswered", unused -> new ArrayList<>()).add((now - person.sentAt) / 1000);
                }
            }
        }

        private static boolean isWhole(ByteBuffer received) {
            String text = new String(received.array(), 0, received.position(), StandardCharsets.ISO_8859_1);
            int body = text.indexOf("\r\n\r\n") + 4;
            if (body < 4) {
                return false;
            }
            Matcher length = LENGTH.matcher(text);
            return received.position() >= body + (length.find() ? Integer.parseInt(length.group(1)) : 0);
        }
    }
}
