import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * People who sign in by each of the transports, call, refresh, look at their devices, race with themselves in two tabs, step up, sign their
 * other devices out, change their passwords, and sign out, for a long time at a bounded rate, each call on another node than the one before.
 * Every answer must be the one that the step intends: anything else is counted and makes the run fail, and so does a credential that is
 * still good after its session ended or a race that gives two successors.
 *
 * <p>java Soak.java SECONDS PEOPLE USERS NODE…, where USERS of the form u0@example.com have one password. Prints a line per kind of step.
 */
class Soak {

    private static final String PASSWORD = "correct horse battery staple";
    /** Where the pages of those with cookies are: the issuer that common.sh sets. */
    private static final String ORIGIN = "https://bench.example.com";
    private static final List<String> TRANSPORTS = List.of("body", "cookie", "session");
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final int STEPS_OF_A_SESSION = 40;
    private static final long STARTED = System.nanoTime();

    private final HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final List<String> nodes;
    private final int users;
    private final Map<String, String> changedPasswords = new ConcurrentHashMap<>();
    private final AtomicInteger changes = new AtomicInteger();
    private final Map<String, LongAdder> done = new ConcurrentSkipListMap<>();
    private final Map<String, LongAdder> unintended = new ConcurrentSkipListMap<>();

    Soak(List<String> nodes, int users) {
        this.nodes = nodes;
        this.users = users;
    }

    public static void main(String[] args) throws Exception {
        int seconds = Integer.parseInt(args[0]);
        int people = Integer.parseInt(args[1]);
        Soak soak = new Soak(List.of(args).subList(3, args.length), Integer.parseInt(args[2]));
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        ExecutorService executor = Executors.newFixedThreadPool(people);
        for (int i = 0; i < people; i++) {
            int number = i;
            executor.submit(() -> soak.live(new Random(number), number, end));
        }
        executor.shutdown();
        boolean finished = executor.awaitTermination(seconds + 60L, TimeUnit.SECONDS);
        soak.done.forEach((step, count) -> System.out.printf("STEP %s %d%n", step, count.sum()));
        soak.unintended.forEach((what, count) -> System.out.printf("UNINTENDED %d × %s%n", count.sum(), what));
        System.exit(finished && soak.unintended.isEmpty() ? 0 : 1);
    }

    /** One person after the other with one number: they have users of their own, so that nobody's limit of sessions is reached. */
    private void live(Random random, int number, long end) {
        while (System.nanoTime() < end) {
            try {
                String user = "u" + (number + random.nextInt(Math.max(1, users / 100)) * 100) % users + "@example.com";
                session(random, user, end);
            } catch (IOException | RuntimeException e) {
                count(unintended, e.getMessage());
                pause();
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void session(Random random, String user, long end) throws IOException, InterruptedException {
        Device device = signIn(random, user);
        boolean refreshes = !device.transport.equals("session");
        for (int step = random.nextInt(STEPS_OF_A_SESSION); step >= 0 && System.nanoTime() < end; step--) {
            pause();
            String node = anyNode(random);
            int choice = random.nextInt(100);
            if (choice < 38 && refreshes) {
                device.adopt(refresh("refresh", node, device));
            } else if (choice < 42 && refreshes) {
                race(random, device);
            } else if (choice < 49) {
                call("list", 200, node, device, "GET", "/auth/sessions", null);
            } else if (choice < 52) {
                call("refused", 401, node, Device.with("x.y.z"), "GET", "/samples/user", null);
            } else if (choice < 53) {
                device.adopt(call("step-up", 200, node, device, "POST", "/auth/step-up", json("password", password(user))));
            } else if (choice < 54) {
                signOutOthers(random, node, device, user);
            } else if (choice < 55) {
                changePassword(random, node, device, user);
            } else if (choice < 57 && device.hasCookies()) {
                device.csrf = call("reload", 200, node, device, "GET", "/auth/csrf", null).text("csrf_token");
            } else {
                call("sample", 200, node, device, "GET", "/samples/user", null);
            }
        }
        call("sign-out", 204, anyNode(random), device, "POST", "/auth/sign-out", device.tokenInBody());
        denied(random, device);
    }

    private Device signIn(Random random, String user) throws IOException, InterruptedException {
        Device device = new Device(TRANSPORTS.get(random.nextInt(TRANSPORTS.size())));
        device.adopt(call("sign-in", 200, anyNode(random), device, "POST", "/auth/sign-in",
                json("username", user, "password", password(user), "transport", device.transport)));
        return device;
    }

    private void signOutOthers(Random random, String node, Device device, String user) throws IOException, InterruptedException {
        Device other = signIn(random, user);
        call("sign-out-others", 204, node, device, "DELETE", "/auth/sessions?scope=others", null);
        denied(random, other);
    }

    /** The device goes on with another session; the user's other one is out. */
    private void changePassword(Random random, String node, Device device, String user) throws IOException, InterruptedException {
        Device other = signIn(random, user);
        String next = PASSWORD + ' ' + changes.incrementAndGet();
        device.adopt(call("change-password", 200, node, device, "PUT", "/auth/password",
                json("current_password", password(user), "new_password", next)));
        changedPasswords.put(user, next);
        denied(random, other);
    }

    private String password(String user) {
        return changedPasswords.getOrDefault(user, PASSWORD);
    }

    /** Two tabs with one token at two nodes: both are answered, with one successor. */
    private void race(Random random, Device device) throws IOException, InterruptedException {
        List<CompletableFuture<Reply>> tabs = new ArrayList<>();
        for (int tab = 0; tab < 2; tab++) {
            String node = anyNode(random);
            tabs.add(CompletableFuture.supplyAsync(() -> {
                try {
                    return refresh("race", node, device);
                } catch (IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }, task -> new Thread(task).start()));
        }
        Reply one = tabs.get(0).join();
        Reply other = tabs.get(1).join();
        device.adopt(one);
        String successor = device.refresh();
        device.adopt(other);
        if (!successor.equals(device.refresh())) {
            count(unintended, "two successors of one token");
        }
    }

    /** What the database knows holds at once; of an access token the other node may learn a moment later, but not much. */
    private void denied(Random random, Device device) throws IOException, InterruptedException {
        if (!device.transport.equals("session")) {
            call("ended", 401, anyNode(random), device, "POST", "/auth/refresh", device.tokenInBody());
        }
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        String node = anyNode(random);
        while (send(node, device, "GET", "/samples/user", null).status() != 401) {
            if (System.nanoTime() > limit) {
                count(unintended, "a credential good five seconds after its session ended");
                return;
            }
            pause();
        }
        count(done, "denied/" + device.transport);
    }

    private Reply refresh(String step, String node, Device device) throws IOException, InterruptedException {
        return call(step, 200, node, device, "POST", "/auth/refresh", device.tokenInBody());
    }

    private Reply call(String step, int intended, String node, Device device, String method, String path, String body)
            throws IOException, InterruptedException {
        String name = step + '/' + device.transport;
        Reply reply;
        try {
            reply = send(node, device, method, path, body);
        } catch (IOException e) {
            throw new IOException(name + " " + (System.nanoTime() - STARTED) / 1_000_000_000 + " s after the start: " + e, e);
        }
        if (reply.status() != intended) {
            // by code, so that they add up; a body without one would be another's, never a token
            throw new IllegalStateException(name + ": " + reply.status() + " " + reply.find("code"));
        }
        count(done, name);
        return reply;
    }

    private Reply send(String node, Device device, String method, String path, String body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(node + path)).timeout(Duration.ofSeconds(10));
        if (body == null) {
            request.method(method, BodyPublishers.noBody());
        } else {
            request.method(method, BodyPublishers.ofString(body)).header("Content-Type", "application/json");
        }
        device.headers(body).forEach(request::header);
        HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
        return new Reply(response.statusCode(), response.body(), response.headers().allValues("Set-Cookie"));
    }

    private static String json(String... members) {
        StringBuilder json = new StringBuilder("{");
        for (int i = 0; i < members.length; i += 2) {
            json.append(i == 0 ? "\"" : ",\"").append(members[i]).append("\":\"").append(members[i + 1]).append('"');
        }
        return json.append('}').toString();
    }

    private String anyNode(Random random) {
        return nodes.get(random.nextInt(nodes.size()));
    }

    private static void count(Map<String, LongAdder> counters, String name) {
        counters.computeIfAbsent(name, unused -> new LongAdder()).increment();
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What one signed-in device holds: tokens, or a page's cookies and what proves that a call is the page's own. */
    private static final class Device {

        private static final String REFRESH_COOKIE = "__Host-latchkey_refresh";

        final String transport;
        String csrf;
        private String access;
        private String refresh;
        private final Map<String, String> cookies = new TreeMap<>();

        Device(String transport) {
            this.transport = transport;
        }

        static Device with(String access) {
            Device device = new Device("body");
            device.access = access;
            return device;
        }

        boolean hasCookies() {
            return !transport.equals("body");
        }

        /** Takes what an answer gives in the place of what was there. */
        void adopt(Reply signedIn) {
            if (hasCookies()) {
                for (String cookie : signedIn.cookies()) {
                    String pair = cookie.split(";", 2)[0];
                    cookies.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
                }
                csrf = signedIn.text("csrf_token");
            } else {
                access = signedIn.text("access_token");
                refresh = signedIn.text("refresh_token");
            }
        }

        String refresh() {
            return hasCookies() ? cookies.get(REFRESH_COOKIE) : refresh;
        }

        /** Of a call that presents the refresh token; cookies need no body. */
        String tokenInBody() {
            return hasCookies() ? null : json("refresh_token", refresh);
        }

        Map<String, String> headers(String body) {
            Map<String, String> headers = new TreeMap<>();
            if (hasCookies()) {
                headers.put("Origin", ORIGIN);
                if (csrf != null) {
                    headers.put("X-CSRF-Token", csrf);
                    headers.put("Cookie", cookies.entrySet().stream()
                            .map(cookie -> cookie.getKey() + '=' + cookie.getValue())
                            .collect(Collectors.joining("; ")));
                }
            } else if (access != null && (body == null || !body.equals(tokenInBody()))) {
                headers.put("Authorization", "Bearer " + access);
            }
            return headers;
        }
    }

    record Reply(int status, String body, List<String> cookies) {

        String text(String member) {
            String found = find(member);
            if (found.isEmpty()) {
                throw new IllegalStateException("no " + member);
            }
            return found;
        }

        String find(String member) {
            Matcher matcher = Pattern.compile("\"" + member + "\":\"([^\"]*)\"").matcher(body);
            return matcher.find() ? matcher.group(1) : "";
        }
    }
}
