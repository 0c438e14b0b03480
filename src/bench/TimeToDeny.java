import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Signs out on one node and looks how long others still accept the access tokens.
 *
 * <p>java TimeToDeny.java each|all TOKENS FIRST COUNT NODE NAME=URL…: a file of refresh tokens, one to a line. {@code each} waits after
 * each sign-out until every URL refuses its token, {@code all} signs everybody out first. Prints for each name one line: how many, p50,
 * p99 and the longest, in microseconds from the answer of the sign-out; and writes the refused tokens to TOKENS.denied. Fails if a token
 * is not good before, or still is a minute later.
 */
class TimeToDeny {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Pattern MEMBER = Pattern.compile("\"(access_token|refresh_token)\":\"([^\"]*)\"");
    private static final long GIVE_UP_NANOS = TimeUnit.SECONDS.toNanos(60);

    private record Revoked(String token, long answeredNanos) {}

    private final String node;
    private final Map<String, String> targets = new LinkedHashMap<>();
    private final Map<String, List<Long>> measured = new LinkedHashMap<>();
    private final ExecutorService lookers = Executors.newCachedThreadPool();

    private TimeToDeny(String node, List<String> targets) {
        this.node = node;
        for (String target : targets) {
            String[] parts = target.split("=", 2);
            this.targets.put(parts[0], parts[1]);
            measured.put(parts[0], Collections.synchronizedList(new ArrayList<>()));
        }
    }

    public static void main(String[] args) throws Exception {
        Path file = Path.of(args[1]);
        int first = Integer.parseInt(args[2]);
        List<String> tokens = Files.readAllLines(file).subList(first, first + Integer.parseInt(args[3]));
        TimeToDeny all = new TimeToDeny(args[4], List.of(args).subList(5, args.length));
        List<Revoked> denied = new ArrayList<>();
        if (args[0].equals("each")) {
            for (String token : tokens) {
                List<Revoked> one = List.of(all.signOut(all.signIn(token)));
                all.awaitRefusal(one);
                denied.addAll(one);
            }
        } else {
            for (String token : tokens) {
                denied.add(all.signOut(all.refresh(token)));
            }
            all.awaitRefusal(denied);
        }
        Files.write(Path.of(file + ".denied"), denied.stream().map(Revoked::token).toList());
        all.print();
        System.exit(0);
    }

    private void print() {
        measured.forEach((name, nanos) -> {
            Collections.sort(nanos);
            System.out.printf(
                    "DENY %s %d %d %d %d%n",
                    name, nanos.size(), at(nanos, 50) / 1000, at(nanos, 99) / 1000, at(nanos, 100) / 1000);
        });
    }

    /** With an access token that everybody has accepted. */
    private Map<String, String> signIn(String refreshToken) throws IOException, InterruptedException {
        Map<String, String> members = refresh(refreshToken);
        for (Map.Entry<String, String> target : targets.entrySet()) {
            require(call(target.getValue(), members.get("access_token")) == 200, "the token is not good at " + target.getKey());
        }
        return members;
    }

    private Map<String, String> refresh(String refreshToken) throws IOException, InterruptedException {
        HttpResponse<String> answer = post("/auth/refresh", refreshToken);
        require(answer.statusCode() == 200, "refresh " + answer.statusCode());
        Map<String, String> members = new HashMap<>();
        Matcher matcher = MEMBER.matcher(answer.body());
        while (matcher.find()) {
            members.put(matcher.group(1), matcher.group(2));
        }
        return members;
    }

    private Revoked signOut(Map<String, String> members) throws IOException, InterruptedException {
        require(post("/auth/sign-out", members.get("refresh_token")).statusCode() == 204, "sign-out");
        return new Revoked(members.get("access_token"), System.nanoTime());
    }

    /** Asks everywhere at once, every millisecond. */
    private void awaitRefusal(List<Revoked> tokens) throws Exception {
        List<Future<?>> looks = new ArrayList<>();
        targets.forEach((name, url) -> looks.add(lookers.submit(() -> {
            for (Revoked revoked : tokens) {
                while (call(url, revoked.token()) != 401) {
                    require(System.nanoTime() - revoked.answeredNanos() < GIVE_UP_NANOS, "a token is still good at " + name);
                    Thread.sleep(1);
                }
                measured.get(name).add(System.nanoTime() - revoked.answeredNanos());
            }
            return null;
        })));
        for (Future<?> look : looks) {
            look.get();
        }
    }

    private HttpResponse<String> post(String path, String refreshToken) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(node + path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"refresh_token\":\"" + refreshToken + "\"}"))
                .build();
        return HTTP.send(request, BodyHandlers.ofString());
    }

    private static int call(String url, String access) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .header("Authorization", "Bearer " + access)
                .build();
        return HTTP.send(request, BodyHandlers.discarding()).statusCode();
    }

    private static long at(List<Long> sorted, int percent) {
        return sorted.get(Math.max(0, (sorted.size() * percent + 99) / 100 - 1));
    }

    private static void require(boolean condition, String what) {
        if (!condition) {
            throw new IllegalStateException(what);
        }
    }
}
