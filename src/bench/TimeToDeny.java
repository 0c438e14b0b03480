import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Signs out on one node and looks how long the other still accepts the access token, and when it tells the listeners of its stream.
 *
 * <p>java TimeToDeny.java TOKENS SIGN_OUTS A B: a file of refresh tokens, one to a line. Prints for each measure one line: its name, how
 * many, p50, p99 and the longest in microseconds. Fails unless each sign-out is noticed both ways.
 */
class TimeToDeny {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Pattern MEMBER = Pattern.compile("\"(access_token|refresh_token|sid|token_id)\":\"([^\"]*)\"");
    private static final long GIVE_UP_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final Map<String, Long> HEARD = new ConcurrentHashMap<>();

    public static void main(String[] args) throws Exception {
        List<String> tokens = Files.readAllLines(Path.of(args[0]));
        int signOuts = Integer.parseInt(args[1]);
        listen(args[3]);
        Map<String, List<Long>> measured = Map.of("refused", new ArrayList<>(), "heard", new ArrayList<>(), "whole", new ArrayList<>());
        int warmUp = Math.min(50, signOuts);
        for (int i = 0; i < signOuts + warmUp; i++) {
            if (i == warmUp) {
                measured.values().forEach(List::clear);
            }
            one(tokens.get(i), args[2], args[3], measured);
        }
        measured.forEach((name, nanos) -> {
            Collections.sort(nanos);
            System.out.printf(
                    "DENY %s %d %d %d %d%n",
                    name, nanos.size(), at(nanos, 50) / 1000, at(nanos, 99) / 1000, at(nanos, 100) / 1000);
        });
        System.exit(0);
    }

    private static void one(String token, String a, String b, Map<String, List<Long>> measured) throws Exception {
        HttpResponse<String> signedIn = post(a + "/auth/refresh", token);
        require(signedIn.statusCode() == 200, "refresh " + signedIn.statusCode());
        Map<String, String> members = members(signedIn.body());
        String access = members.get("access_token");
        String claims = new String(Base64.getUrlDecoder().decode(access.split("\\.")[1]), StandardCharsets.UTF_8);
        String session = members(claims).get("sid");
        require(call(b, access) == 200, "the token is not good before");
        long asked = System.nanoTime();
        require(post(a + "/auth/sign-out", members.get("refresh_token")).statusCode() == 204, "sign-out");
        long answered = System.nanoTime();
        while (call(b, access) != 401) {
            require(System.nanoTime() - answered < GIVE_UP_NANOS, "the token is still good");
        }
        long refused = System.nanoTime();
        while (!HEARD.containsKey(session)) {
            require(System.nanoTime() - answered < GIVE_UP_NANOS, "the stream does not tell");
            Thread.onSpinWait();
        }
        // may have been before the answer, which counts as at once
        measured.get("refused").add(refused - answered);
        measured.get("heard").add(Math.max(0, HEARD.get(session) - answered));
        measured.get("whole").add(HEARD.get(session) - asked);
    }

    private static void listen(String node) throws InterruptedException {
        CountDownLatch current = new CountDownLatch(1);
        Thread listener = new Thread(() -> {
            try {
                HttpRequest request = HttpRequest.newBuilder(URI.create(node + "/revocations/stream")).build();
                try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                        HTTP.send(request, BodyHandlers.ofInputStream()).body(), StandardCharsets.UTF_8))) {
                    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                        long now = System.nanoTime();
                        if (line.equals("event: complete")) {
                            current.countDown();
                        }
                        String id = members(line).get("token_id");
                        if (id != null) {
                            HEARD.putIfAbsent(id, now);
                        }
                    }
                }
                System.err.println("The stream ended");
            } catch (IOException | InterruptedException e) {
                System.err.println("The stream broke off: " + e);
            }
            System.exit(1);
        });
        listener.setDaemon(true);
        listener.start();
        require(current.await(10, TimeUnit.SECONDS), "no stream");
    }

    private static HttpResponse<String> post(String url, String refreshToken) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"refresh_token\":\"" + refreshToken + "\"}"))
                .build();
        return HTTP.send(request, BodyHandlers.ofString());
    }

    private static int call(String node, String access) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(node + "/samples/user"))
                .header("Authorization", "Bearer " + access)
                .build();
        return HTTP.send(request, BodyHandlers.discarding()).statusCode();
    }

    private static Map<String, String> members(String json) {
        Map<String, String> members = new ConcurrentHashMap<>();
        Matcher matcher = MEMBER.matcher(json);
        while (matcher.find()) {
            members.put(matcher.group(1), matcher.group(2));
        }
        return members;
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
