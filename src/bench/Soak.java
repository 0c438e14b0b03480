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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * People who sign in, call, refresh, look at their devices, race with themselves in two tabs, and sign out, for a long time at a bounded
 * rate, each call on another node than the one before. Every answer must be the one that the step intends: anything else is counted and
 * makes the run fail, and so does a token that is still good after its sign-out or a race that gives two successors.
 *
 * <p>java Soak.java SECONDS PEOPLE USERS NODE…, where USERS of the form u0@example.com have one password. Prints a line per kind of step.
 */
class Soak {

    private static final String PASSWORD = "correct horse battery staple";
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final int STEPS_OF_A_SESSION = 40;
    private static final long STARTED = System.nanoTime();

    private final HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final List<String> nodes;
    private final int users;
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
        String node = anyNode(random);
        Reply signedIn = call("sign-in", 200, node, "POST", "/auth/sign-in", null,
                "{\"username\":\"" + user + "\",\"password\":\"" + PASSWORD + "\"}");
        String access = signedIn.text("access_token");
        String refresh = signedIn.text("refresh_token");
        for (int step = random.nextInt(STEPS_OF_A_SESSION); step >= 0 && System.nanoTime() < end; step--) {
            pause();
            node = anyNode(random);
            int choice = random.nextInt(100);
            if (choice < 45) {
                call("sample", 200, node, "GET", "/samples/user", access, null);
            } else if (choice < 85) {
                Reply refreshed = refresh("refresh", node, refresh);
                access = refreshed.text("access_token");
                refresh = refreshed.text("refresh_token");
            } else if (choice < 92) {
                call("list", 200, node, "GET", "/auth/sessions", access, null);
            } else if (choice < 95) {
                call("refused", 401, node, "GET", "/samples/user", "x.y.z", null);
            } else {
                Reply raced = race(random, refresh);
                access = raced.text("access_token");
                refresh = raced.text("refresh_token");
            }
        }
        call("sign-out", 204, anyNode(random), "POST", "/auth/sign-out", null, "{\"refresh_token\":\"" + refresh + "\"}");
        call("ended", 401, anyNode(random), "POST", "/auth/refresh", null, "{\"refresh_token\":\"" + refresh + "\"}");
        denied(random, access);
    }

    /** Two tabs with one token at two nodes: both are answered, with one successor. */
    private Reply race(Random random, String refresh) throws IOException, InterruptedException {
        List<CompletableFuture<Reply>> tabs = new ArrayList<>();
        for (int tab = 0; tab < 2; tab++) {
            String node = anyNode(random);
            tabs.add(CompletableFuture.supplyAsync(() -> {
                try {
                    return refresh("race", node, refresh);
                } catch (IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }, task -> new Thread(task).start()));
        }
        Reply one = tabs.get(0).join();
        if (!one.text("refresh_token").equals(tabs.get(1).join().text("refresh_token"))) {
            count(unintended, "two successors of one token");
        }
        return one;
    }

    /** The other node may learn of the sign-out a moment later, but not much. */
    private void denied(Random random, String access) throws IOException, InterruptedException {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        String node = anyNode(random);
        while (send(node, "GET", "/samples/user", access, null).status() != 401) {
            if (System.nanoTime() > limit) {
                count(unintended, "an access token good five seconds after its sign-out");
                return;
            }
            pause();
        }
        count(done, "denied");
    }

    private Reply refresh(String step, String node, String token) throws IOException, InterruptedException {
        return call(step, 200, node, "POST", "/auth/refresh", null, "{\"refresh_token\":\"" + token + "\"}");
    }

    private Reply call(String step, int intended, String node, String method, String path, String token, String body)
            throws IOException, InterruptedException {
        Reply reply;
        try {
            reply = send(node, method, path, token, body);
        } catch (IOException e) {
            throw new IOException(step + " " + (System.nanoTime() - STARTED) / 1_000_000_000 + " s after the start: " + e, e);
        }
        if (reply.status() != intended) {
            // by code, so that they add up; a body without one would be another's, never a token
            throw new IllegalStateException(step + ": " + reply.status() + " " + reply.find("code"));
        }
        count(done, step);
        return reply;
    }

    private Reply send(String node, String method, String path, String token, String body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(node + path)).timeout(Duration.ofSeconds(10));
        if (body == null) {
            request.method(method, BodyPublishers.noBody());
        } else {
            request.method(method, BodyPublishers.ofString(body)).header("Content-Type", "application/json");
        }
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
        return new Reply(response.statusCode(), response.body());
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

    record Reply(int status, String body) {

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
