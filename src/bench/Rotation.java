import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Calls two nodes and two siblings so many times a second whatever they answer, with tokens that are renewed all the while, rotates the
 * signing key again and again, and at last withdraws it. It shares the machine with what it calls, so it is frugal: plain sockets that
 * stay open, and requests that are made once for each token.
 *
 * <p>java Rotation.java TOKENS WARM_UP_SECONDS ROTATIONS RATE NODE NODE SIBLING SIBLING: a file of refresh tokens, one to a line; the second sibling
 * follows the revocation feed, the first has its configuration alone. The administrator is root, everybody's password the same. Prints
 * lines that begin with ROTATION; ends with 1 if a valid token was refused or a withdrawn one taken for too long, and with 3 if the
 * calls could not be made in time.
 */
class Rotation {

    private static final String PASSWORD = "correct horse battery staple";
    private static final String[] NAMES = {"node 1", "node 2", "stock sibling", "sibling with the verifier"};
    private static final int STOCK = 2;
    /** At each target; while all of them wait for answers, calls are late, which is told. */
    private static final int CALLERS = 16;
    private static final int REFRESHES_PER_SECOND = 50;
    /** So many tokens of a key, and it signs. */
    private static final int SIGNED = 20;
    private static final int KEPT = 4000;
    private static final long BOUND_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long GIVE_UP_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long STEP_MILLIS = 2000;
    private static final int STEPS_HELD = 5;
    /** Later than this in a step of the warm-up, and the rate is not held yet; in the run, and nothing was measured. */
    private static final long LATE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long TOO_LATE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long LONGEST_PARK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final Pattern MEMBER = Pattern.compile("\"(access_token|refresh_token|kid)\":\"([^\"]*)\"");

    private static final URI[] TARGETS = new URI[4];
    private static final AtomicReferenceArray<Token> ISSUED = new AtomicReferenceArray<>(KEPT);
    private static final AtomicInteger ISSUED_COUNT = new AtomicInteger();
    private static final Map<String, AtomicInteger> KIDS = new ConcurrentHashMap<>();
    private static final List<String> FAULTS = new CopyOnWriteArrayList<>();
    private static final AtomicInteger REFRESHES = new AtomicInteger();
    private static final AtomicInteger SIGN_INS = new AtomicInteger();

    private static volatile Pace pace = new Pace(4);
    private static volatile String withdrawn = "";
    private static volatile boolean over;

    /** @param requests that carry it, to a node and to a sibling */
    private record Token(String value, String kid, byte[][] requests) {

        static Token of(String value) {
            return new Token(value, members(header(value)).get("kid"), new byte[][] {
                get(TARGETS[0], "/samples/user", value), get(TARGETS[STOCK], "/user", value)
            });
        }

        byte[] request(int target) {
            return requests[target < STOCK ? 0 : 1];
        }
    }

    public static void main(String[] args) throws Exception {
        List<String> refreshTokens = Files.readAllLines(Path.of(args[0]));
        int warmUpSeconds = Integer.parseInt(args[1]);
        int rotations = Integer.parseInt(args[2]);
        int rate = Integer.parseInt(args[3]);
        for (int target = 0; target < 4; target++) {
            TARGETS[target] = URI.create(args[4 + target]);
        }
        List<Thread> threads = new ArrayList<>(List.of(
                new Thread(() -> renew(refreshTokens.subList(0, 50), 0)),
                new Thread(() -> renew(refreshTokens.subList(50, 100), 1)),
                new Thread(Rotation::signInNowAndThen)));
        threads.forEach(Rotation::begin);
        while (ISSUED_COUNT.get() < 200) {
            Thread.sleep(10);
        }
        for (int i = 0; i < 4 * CALLERS; i++) {
            int target = i % 4;
            threads.add(new Thread(() -> call(target)));
            begin(threads.get(threads.size() - 1));
        }
        long warmUpNanos = warmUp(warmUpSeconds, rate);
        Pace run = new Pace(rate);
        pace = run;
        for (int i = 0; i < rotations; i++) {
            rotate(i % 2);
        }
        long rotatingNanos = System.nanoTime() - run.startNanos;
        Map<Integer, Long> refusedAfter = withdraw();
        TimeUnit.SECONDS.sleep(5);
        over = true;
        long ranNanos = System.nanoTime() - run.startNanos;
        for (Thread thread : threads) {
            thread.join();
        }
        report(run, ranNanos, rotatingNanos, warmUpNanos, refusedAfter);
    }

    /** What goes wrong ends the program, whatever they do. */
    private static void begin(Thread thread) {
        thread.setDaemon(true);
        thread.start();
    }

    /** Refreshes sessions at the nodes in turn, and keeps what it gets. */
    private static void renew(List<String> tokens, int first) {
        String[] current = tokens.toArray(String[]::new);
        try (KeptConnection one = new KeptConnection(TARGETS[0]);
                KeptConnection other = new KeptConnection(TARGETS[1])) {
            for (int i = 0; !over; i++) {
                int session = i % current.length;
                try {
                    KeptConnection.Reply reply = ((first + i) % 2 == 0 ? one : other)
                            .post("/auth/refresh", "{\"refresh_token\":\"" + current[session] + "\"}", null);
                    if (reply.status() != 200) {
                        FAULTS.add("refresh " + reply.status());
                    } else {
                        Map<String, String> members = members(reply.body());
                        current[session] = members.get("refresh_token");
                        keep(members.get("access_token"));
                        REFRESHES.incrementAndGet();
                    }
                } catch (IOException | RuntimeException e) {
                    FAULTS.add("refresh " + e);
                }
                LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(2) / REFRESHES_PER_SECOND);
            }
        }
    }

    private static void signInNowAndThen() {
        for (int i = 0; !over; i++) {
            try {
                keep(signIn(i % 2, "first@example.com"));
                SIGN_INS.incrementAndGet();
            } catch (IOException | RuntimeException e) {
                FAULTS.add("sign-in " + e);
            }
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
        }
    }

    private static void keep(String access) {
        Token token = Token.of(access);
        KIDS.computeIfAbsent(token.kid, kid -> new AtomicInteger()).incrementAndGet();
        ISSUED.set(ISSUED_COUNT.getAndIncrement() % KEPT, token);
    }

    /**
     * Twice as many calls whenever those of a step were made in time, until the rate is held: JVMs that have just started compile, and
     * more calls than they can answer then would only wait.
     *
     * @return how long it took; negative if the rate was not held when the time was over
     */
    private static long warmUp(int seconds, int rate) throws InterruptedException {
        long began = System.nanoTime();
        int step = Math.max(4, rate / 8);
        for (int held = 0; held < STEPS_HELD; ) {
            Pace trial = new Pace(step);
            pace = trial;
            Thread.sleep(STEP_MILLIS);
            for (int target = 0; target < 4; target++) {
                require(trial.refused[0].get(target) == 0, NAMES[target] + " refuses valid tokens before the first rotation");
            }
            boolean inTime = trial.latestNanos.get() < LATE_NANOS;
            held = inTime && step == rate ? held + 1 : 0;
            System.err.printf("== warm-up: %d/s, %d ms late%n", step, trial.latestNanos.get() / 1_000_000);
            if (inTime) {
                step = Math.min(rate, step * 2);
            }
            long took = System.nanoTime() - began;
            if (took > TimeUnit.SECONDS.toNanos(seconds) && held < STEPS_HELD) {
                return -took;
            }
        }
        FAULTS.clear();
        return System.nanoTime() - began;
    }

    /** Each call is made when its time has come, however those of the others fare. */
    private static void call(int target) {
        Random random = new Random(target);
        try (KeptConnection connection = new KeptConnection(TARGETS[target])) {
            while (!over) {
                Pace current = pace;
                long due = current.nextDue(target);
                while (!over && pace == current && due - System.nanoTime() > 0) {
                    LockSupport.parkNanos(Math.min(due - System.nanoTime(), LONGEST_PARK_NANOS));
                }
                if (over || pace != current) {
                    continue;
                }
                // most are the newest, some as old as the ring of what is kept
                int count = ISSUED_COUNT.get();
                int back = 1 + random.nextInt(random.nextInt(5) > 0 ? 100 : Math.min(count, KEPT - 200));
                Token token = ISSUED.get((count - back) % KEPT);
                if (token == null || token.kid.equals(withdrawn)) {
                    continue;
                }
                current.made(target, due);
                try {
                    judge(current, target, token, connection.send(token.request(target)));
                } catch (IOException e) {
                    FAULTS.add(NAMES[target] + " " + e);
                }
            }
        }
    }

    private static void judge(Pace current, int target, Token token, int status) {
        // sent before the withdrawal, judged after it: rightly refused
        if (token.kid.equals(withdrawn)) {
            return;
        }
        if (status == 401) {
            current.refused[withdrawn.isEmpty() ? 0 : 1].incrementAndGet(target);
        } else if (status != 200) {
            FAULTS.add(NAMES[target] + " " + status);
        }
    }

    private static void rotate(int node) throws IOException, InterruptedException {
        try (KeptConnection connection = new KeptConnection(TARGETS[node])) {
            KeptConnection.Reply reply = connection.post("/admin/keys/rotate", "{}", signIn(node, "root"));
            require(reply.status() == 201, "rotate " + reply.status());
            String kid = members(reply.body()).get("kid");
            long asked = System.nanoTime();
            int refreshed = REFRESHES.get();
            while (!KIDS.containsKey(kid) || KIDS.get(kid).get() < SIGNED) {
                require(
                        System.nanoTime() - asked < GIVE_UP_NANOS,
                        "the key does not sign: " + KIDS.get(kid) + " of " + (REFRESHES.get() - refreshed) + " tokens since; " + reply.body());
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }
    }

    /** From the answer of the withdrawal to the first refusal, at each of the four; and every token of that key is refused then. */
    private static Map<Integer, Long> withdraw() throws IOException {
        KeptConnection[] connections = new KeptConnection[4];
        Arrays.setAll(connections, target -> new KeptConnection(TARGETS[target]));
        Token one = ISSUED.get((ISSUED_COUNT.get() - 1) % KEPT);
        List<Token> stolen = new ArrayList<>();
        for (int back = 1; back <= 200 && stolen.size() < 20; back++) {
            Token token = ISSUED.get((ISSUED_COUNT.get() - back) % KEPT);
            if (token.kid.equals(one.kid)) {
                stolen.add(token);
            }
        }
        String admin = signIn(0, "root");
        for (int target = 0; target < 4; target++) {
            require(connections[target].send(one.request(target)) == 200, "the token is not good before");
        }
        withdrawn = one.kid;
        require(connections[0].post("/admin/keys/" + one.kid + "/withdraw", "", admin).status() == 204, "withdraw");
        long answered = System.nanoTime();
        Map<Integer, Long> refusedAfter = new TreeMap<>();
        while (refusedAfter.size() < 4) {
            require(System.nanoTime() - answered < GIVE_UP_NANOS, "still good but at " + refusedAfter.keySet());
            for (int target = 0; target < 4; target++) {
                if (!refusedAfter.containsKey(target) && connections[target].send(one.request(target)) == 401) {
                    refusedAfter.put(target, System.nanoTime() - answered);
                }
            }
        }
        for (int target = 0; target < 4; target++) {
            for (Token token : stolen) {
                require(
                        connections[target].send(token.request(target)) == 401,
                        "a token of the withdrawn key is good at " + NAMES[target]);
            }
            connections[target].close();
        }
        return refusedAfter;
    }

    private static void report(Pace run, long ranNanos, long rotatingNanos, long warmUpNanos, Map<Integer, Long> refusedAfter) {
        long calls = 0;
        boolean failed = !FAULTS.isEmpty();
        for (int target = 0; target < 4; target++) {
            calls += run.calls.get(target);
            boolean bound = target == STOCK || refusedAfter.get(target) <= BOUND_NANOS;
            failed |= run.refused[0].get(target) > 0 || !bound || (target < STOCK && run.refused[1].get(target) > 0);
            System.out.printf(
                    "ROTATION target %d %d %d %d%n",
                    run.calls.get(target),
                    run.refused[0].get(target),
                    run.refused[1].get(target),
                    refusedAfter.get(target) / 1_000_000);
        }
        System.out.printf(
                "ROTATION total %d %d %d %d %d %d %d %d %d%n",
                calls,
                rotatingNanos / 1_000_000_000,
                KIDS.size(),
                REFRESHES.get(),
                SIGN_INS.get(),
                FAULTS.size(),
                run.latestNanos.get() / 1_000_000,
                Math.round(calls * 1e9 / ranNanos),
                warmUpNanos / 1_000_000_000);
        FAULTS.stream().distinct().limit(10).forEach(System.err::println);
        System.exit(failed ? 1 : run.latestNanos.get() > TOO_LATE_NANOS ? 3 : 0);
    }

    private static String signIn(int node, String name) throws IOException {
        try (KeptConnection connection = new KeptConnection(TARGETS[node])) {
            KeptConnection.Reply reply = connection.post("/auth/sign-in", "{\"username\":\"" + name + "\",\"password\":\"" + PASSWORD + "\"}", null);
            require(reply.status() == 200, "sign-in " + reply.status());
            return members(reply.body()).get("access_token");
        }
    }

    private static byte[] get(URI target, String path, String access) {
        return ("GET " + path + " HTTP/1.1\r\nHost: " + target.getAuthority() + "\r\nAuthorization: Bearer " + access + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static String header(String token) {
        return new String(Base64.getUrlDecoder().decode(token.substring(0, token.indexOf('.'))), StandardCharsets.UTF_8);
    }

    private static Map<String, String> members(String json) {
        Map<String, String> members = new TreeMap<>();
        Matcher matcher = MEMBER.matcher(json);
        while (matcher.find()) {
            members.put(matcher.group(1), matcher.group(2));
        }
        return members;
    }

    private static void require(boolean condition, String what) {
        if (!condition) {
            throw new IllegalStateException(what);
        }
    }
}
