package dev.latchkey.verifier;

import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * What the verifier's list costs with a million entries, half of them sessions and half tokens: memory for each by the heap after
 * collection, and look-ups as a request makes them, from the text of an id that is not on the list, and of one that is.
 */
class VerifierList {

    private static final int QUERIES = 1 << 16;

    public static void main(String[] args) throws Exception {
        int size = Integer.parseInt(args[0]);
        SplittableRandom random = new SplittableRandom(42);
        long before = used();
        RevocationList list = new RevocationList(RevocationList.MAX_ENTRIES);
        Instant expiresAt = Instant.parse("2100-01-01T00:00:00Z");
        List<String> known = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            boolean session = i % 2 == 0;
            String id = session ? session(random) : token(random);
            list.learn(new Revocation(session ? TokenKind.SID : TokenKind.JTI, id, expiresAt, expiresAt));
            if (session && known.size() < QUERIES) {
                known.add(id);
            }
        }
        long queries = used();
        List<String> unknown = new ArrayList<>();
        for (int i = 0; i < QUERIES; i++) {
            unknown.add(session(random));
        }
        long perString = (used() - queries) / QUERIES;
        System.out.printf("entries %d%n", list.size());
        System.out.printf("bytes per entry %.1f%n", (queries - before - perString * known.size()) / (double) size);
        for (int round = 0; round < 5; round++) {
            System.out.printf("not on the list %.1f ns, on it %.1f ns%n", measure(list, unknown), measure(list, known));
        }
    }

    private static double measure(RevocationList list, List<String> ids) {
        String[] texts = ids.toArray(new String[0]);
        int rounds = 100;
        int found = 0;
        long start = processorTime();
        for (int round = 0; round < rounds; round++) {
            for (String text : texts) {
                found += list.contains(TokenKind.SID, text) ? 1 : 0;
            }
        }
        long nanos = processorTime() - start;
        if (found != 0 && found != rounds * texts.length) {
            throw new AssertionError("found " + found);
        }
        return nanos / (double) (rounds * texts.length);
    }

    /** So that it counts less what else the machine does. */
    private static long processorTime() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static String session(SplittableRandom random) {
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }

    private static String token(SplittableRandom random) {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static long used() throws InterruptedException {
        for (int i = 0; i < 4; i++) {
            System.gc();
            Thread.sleep(100);
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
