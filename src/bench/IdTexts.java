package dev.latchkey.bench;

import java.util.Base64;
import java.util.SplittableRandom;
import java.util.UUID;

/** Ids as text, as a request brings them: enough that what they hit does not stay in the processor's cache, one after another. */
public final class IdTexts {

    public static final long SEED = 42;
    private static final int TEXTS = 1 << 16;

    private final String[] knownSessions = new String[TEXTS];
    private final String[] unknownSessions = new String[TEXTS];
    private final String[] unknownTokens = new String[TEXTS];
    private int next;

    /** For a list that begins with {@link #SEED} and takes turns: a session, a token, and so on. */
    public IdTexts(int entries) {
        SplittableRandom random = new SplittableRandom(SEED);
        int every = Math.max(1, entries / 2 / TEXTS);
        String[] known = new String[TEXTS];
        int count = 0;
        for (int i = 0; i < entries; i += 2) {
            String session = session(random);
            token(random);
            if (i / 2 % every == 0 && count < TEXTS) {
                known[count++] = session;
            }
        }
        SplittableRandom others = new SplittableRandom(SEED + 1);
        for (int i = 0; i < TEXTS; i++) {
            // copied, so that they lie side by side
            knownSessions[i] = new String(known[i % count].toCharArray());
            unknownSessions[i] = session(others);
            unknownTokens[i] = token(others);
        }
    }

    public String knownSession() {
        return knownSessions[next++ & TEXTS - 1];
    }

    public String unknownSession() {
        return unknownSessions[next++ & TEXTS - 1];
    }

    public String unknownToken() {
        return unknownTokens[next++ & TEXTS - 1];
    }

    public static String session(SplittableRandom random) {
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }

    public static String token(SplittableRandom random) {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Bytes of the heap that are in use. */
    public static long used() {
        try {
            for (int i = 0; i < 4; i++) {
                System.gc();
                Thread.sleep(100);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
