import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Calls two nodes and two siblings so many times a second whatever they answer, with tokens that are renewed all the while, rotates the
 * signing key again and again, and at last withdraws it.
 *
 * <p>java Rotation.java TOKENS WARM_UP_SECONDS ROTATIONS RATE NODE NODE SIBLING SIBLING: a file of refresh tokens, one to a line; the second sibling
 * follows the revocation feed, the first has its configuration alone. The administrator is root, everybody's password the same. Prints
 * lines that begin with ROTATION; ends with 1 if a valid token was refused or a withdrawn one taken for too long.
 */
class Rotation {

    private static final String PASSWORD = "correct horse battery staple";
    private static final String[] NAMES = {"node 1", "node 2", "stock sibling", "sibling with the verifier"};
    private static final int STOCK = 2;
    private static final int REFRESHES_PER_SECOND = 50;
    private static final int KEPT = 4000;
    private static final long BOUND_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long GIVE_UP_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final Pattern MEMBER = Pattern.compile("\"(access_token|refresh_token|kid)\":\"([^\"]*)\"");
    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static final String[] TARGETS = new String[4];
    private static final AtomicReferenceArray<Token> ISSUED = new AtomicReferenceArray<>(KEPT);
    private static final AtomicInteger ISSUED_COUNT = new AtomicInteger();
    private static final Map<String, AtomicInteger> KIDS = new ConcurrentHashMap<>();
    private static final AtomicLongArray CALLS = new AtomicLongArray(4);
    /** Valid tokens refused: while rotating, and after the withdrawal. */
    private static final AtomicLongArray[] REFUSED = {new AtomicLongArray(4), new AtomicLongArray(4)};

    private static final List<String> FAULTS = new CopyOnWriteArrayList<>();
    private static final AtomicInteger REFRESHES = new AtomicInteger();
    private static final AtomicInteger SIGN_INS = new AtomicInteger();
    private static final Semaphore IN_FLIGHT = new Semaphore(2000);

    private static volatile String withdrawn = "";
    private static volatile boolean over;
    private static volatile long latestNanos;

    private record Token(String value, String kid) {}

    public static void main(String[] args) throws Exception {
        List<String> refreshTokens = Files.readAllLines(Path.of(args[0]));
        int warmUpSeconds = Integer.parseInt(args[1]);
        int rotations = Integer.parseInt(args[2]);
        int rate = Integer.parseInt(args[3]);
        System.arraycopy(args, 4, TARGETS, 0, 4);
        List<Thread> threads = List.of(
                new Thread(() -> renew(refreshTokens.subList(0, 50), 0)),
                new Thread(() -> renew(refreshTokens.subList(50, 100), 1)),
                new Thread(Rotation::signInNowAndThen),
                new Thread(() -> call(rate)));
        // what goes wrong ends the program, whatever they do
        threads.forEach(thread -> thread.setDaemon(true));
        threads.get(0).start();
        threads.get(1).start();
        threads.get(2).start();
        while (ISSUED_COUNT.get() < 200) {
            Thread.sleep(10);
        }
        warmUp(warmUpSeconds);
        threads.get(3).start();
        long began = System.nanoTime();
        for (int i = 0; i < rotations; i++) {
            rotate(i % 2);
        }
        long rotated = System.nanoTime();
        Map<Integer, Long> refusedAfter = withdraw();
        TimeUnit.SECONDS.sleep(5);
        over = true;
        for (Thread thread : threads) {
            thread.join();
        }
        report(rotated - began, refusedAfter);
    }

    /** Refreshes sessions at the nodes in turn, and keeps what it gets. */
    private static void renew(List<String> tokens, int first) {
        String[] current = tokens.toArray(String[]::new);
        for (int i = 0; !over; i++) {
            int session = i % current.length;
            try {
                HttpResponse<String> reply =
                        post(TARGETS[(first + i) % 2] + "/auth/refresh", "{\"refresh_token\":\"" + current[session] + "\"}", null);
                if (reply.statusCode() != 200) {
                    FAULTS.add("refresh " + reply.statusCode());
                } else {
                    Map<String, String> members = members(reply.body());
                    current[session] = members.get("refresh_token");
                    keep(members.get("access_token"));
                    REFRESHES.incrementAndGet();
                }
            } catch (IOException | InterruptedException | RuntimeException e) {
                FAULTS.add("refresh " + e);
            }
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(2) / REFRESHES_PER_SECOND);
        }
    }

    private static void signInNowAndThen() {
        for (int i = 0; !over; i++) {
            try {
                keep(signIn(TARGETS[i % 2], "first@example.com"));
                SIGN_INS.incrementAndGet();
            } catch (IOException | InterruptedException | RuntimeException e) {
                FAULTS.add("sign-in " + e);
            }
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
        }
    }

    private static void keep(String access) {
        Token token = new Token(access, members(header(access)).get("kid"));
        KIDS.computeIfAbsent(token.kid, kid -> new AtomicInteger()).incrementAndGet();
        ISSUED.set(ISSUED_COUNT.getAndIncrement() % KEPT, token);
    }

    /** Nobody's first calls count, a few at a time: a JVM that has just started answers them in its own time, above all those that it verifies. */
    private static void warmUp(int seconds) throws InterruptedException {
        int callers = 16;
        Semaphore gate = new Semaphore(callers);
        AtomicInteger refused = new AtomicInteger();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        for (int i = 0; System.nanoTime() < end; i++) {
            gate.acquire();
            HTTP.sendAsync(request(i % 4, ISSUED.get((ISSUED_COUNT.get() - 1 - i % 200) % KEPT).value), BodyHandlers.discarding())
                    .whenComplete((reply, failure) -> {
                        gate.release();
                        if (failure != null || reply.statusCode() != 200) {
                            refused.incrementAndGet();
                        }
                    });
        }
        gate.acquire(callers);
        require(refused.get() == 0, refused + " valid tokens refused before the first rotation");
    }

    /** The n-th call is made when its time has come, however the ones before it fare. */
    private static void call(int rate) {
        Random random = new Random(1);
        long start = System.nanoTime();
        for (long n = 0; !over; n++) {
            long due = start + n * 1_000_000_000L / rate;
            long early = due - System.nanoTime();
            if (early > 0) {
                LockSupport.parkNanos(early);
            } else {
                latestNanos = Math.max(latestNanos, -early);
            }
            // most are the newest, some as old as the ring of what is kept
            int count = ISSUED_COUNT.get();
            int back = 1 + random.nextInt(random.nextInt(5) > 0 ? 100 : Math.min(count, KEPT - 200));
            Token token = ISSUED.get((count - back) % KEPT);
            if (token == null || token.kid.equals(withdrawn)) {
                continue;
            }
            int target = (int) (n % 4);
            if (!IN_FLIGHT.tryAcquire()) {
                FAULTS.add("2000 calls without an answer");
                continue;
            }
            CALLS.incrementAndGet(target);
            HTTP.sendAsync(request(target, token.value), BodyHandlers.discarding()).whenComplete((reply, failure) -> {
                IN_FLIGHT.release();
                // sent before the withdrawal, judged after it: rightly refused
                if (token.kid.equals(withdrawn)) {
                    return;
                }
                if (failure != null) {
                    FAULTS.add(NAMES[target] + " " + failure);
                } else if (reply.statusCode() == 401) {
                    REFUSED[withdrawn.isEmpty() ? 0 : 1].incrementAndGet(target);
                } else if (reply.statusCode() != 200) {
                    FAULTS.add(NAMES[target] + " " + reply.statusCode());
                }
            });
        }
    }

    private static void rotate(int node) throws IOException, InterruptedException {
        HttpResponse<String> reply = post(TARGETS[node] + "/admin/keys/rotate", "{}", signIn(TARGETS[node], "root"));
        require(reply.statusCode() == 201, "rotate " + reply.statusCode());
        String kid = members(reply.body()).get("kid");
        long asked = System.nanoTime();
        while (!KIDS.containsKey(kid) || KIDS.get(kid).get() < REFRESHES_PER_SECOND) {
            require(System.nanoTime() - asked < GIVE_UP_NANOS, "the key does not sign");
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    /** From the answer of the withdrawal to the first refusal, at each of the four; and every token of that key is refused then. */
    private static Map<Integer, Long> withdraw() throws IOException, InterruptedException {
        Token one = ISSUED.get((ISSUED_COUNT.get() - 1) % KEPT);
        List<String> stolen = new ArrayList<>();
        for (int back = 1; back <= 200 && stolen.size() < 20; back++) {
            Token token = ISSUED.get((ISSUED_COUNT.get() - back) % KEPT);
            if (token.kid.equals(one.kid)) {
                stolen.add(token.value);
            }
        }
        String admin = signIn(TARGETS[0], "root");
        for (int target = 0; target < 4; target++) {
            require(status(target, one.value) == 200, "the token is not good before");
        }
        withdrawn = one.kid;
        require(post(TARGETS[0] + "/admin/keys/" + one.kid + "/withdraw", "", admin).statusCode() == 204, "withdraw");
        long answered = System.nanoTime();
        Map<Integer, Long> refusedAfter = new TreeMap<>();
        while (refusedAfter.size() < 4) {
            require(System.nanoTime() - answered < GIVE_UP_NANOS, "still good but at " + refusedAfter.keySet());
            for (int target = 0; target < 4; target++) {
                if (!refusedAfter.containsKey(target) && status(target, one.value) == 401) {
                    refusedAfter.put(target, System.nanoTime() - answered);
                }
            }
        }
        for (int target = 0; target < 4; target++) {
            for (String token : stolen) {
                require(status(target, token) == 401, "a token of the withdrawn key is good at " + NAMES[target]);
            }
        }
        return refusedAfter;
    }

    private static void report(long rotatingNanos, Map<Integer, Long> refusedAfter) {
        long calls = 0;
        boolean failed = !FAULTS.isEmpty();
        for (int target = 0; target < 4; target++) {
            calls += CALLS.get(target);
            boolean bound = target == STOCK || refusedAfter.get(target) <= BOUND_NANOS;
            failed |= REFUSED[0].get(target) > 0 || !bound || (target < STOCK && REFUSED[1].get(target) > 0);
            System.out.printf(
                    "ROTATION target %d %d %d %d%n",
                    CALLS.get(target), REFUSED[0].get(target), REFUSED[1].get(target), refusedAfter.get(target) / 1_000_000);
        }
        System.out.printf(
                "ROTATION total %d %d %d %d %d %d %d%n",
                calls, rotatingNanos / 1_000_000_000, KIDS.size(), REFRESHES.get(), SIGN_INS.get(), FAULTS.size(), latestNanos / 1_000_000);
        FAULTS.stream().distinct().limit(10).forEach(System.err::println);
        System.exit(failed ? 1 : 0);
    }

    private static String signIn(String node, String name) throws IOException, InterruptedException {
        HttpResponse<String> reply =
                post(node + "/auth/sign-in", "{\"username\":\"" + name + "\",\"password\":\"" + PASSWORD + "\"}", null);
        require(reply.statusCode() == 200, "sign-in " + reply.statusCode());
        return members(reply.body()).get("access_token");
    }

    private static HttpResponse<String> post(String url, String body, String access) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                .timeout(Duration.ofSeconds(10))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
        if (access != null) {
            request.header("Authorization", "Bearer " + access);
        }
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    private static HttpRequest request(int target, String access) {
        return HttpRequest.newBuilder(URI.create(TARGETS[target] + (target < STOCK ? "/samples/user" : "/user")))
                .timeout(Duration.ofSeconds(10))
                .header("Authorization", "Bearer " + access)
                .build();
    }

    private static int status(int target, String access) throws IOException, InterruptedException {
        return HTTP.send(request(target, access), BodyHandlers.discarding()).statusCode();
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
