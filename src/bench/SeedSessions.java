import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes users and their sessions as rows for COPY, and the sessions' refresh tokens for the load: a hundred thousand sign-ins would
 * take an hour. The master key comes in by LATCHKEY_MASTER_KEY.
 *
 * <p>java SeedSessions.java DIRECTORY SESSIONS SESSIONS_PER_USER
 */
class SeedSessions {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    public static void main(String[] args) throws Exception {
        Path directory = Path.of(args[0]);
        int sessions = Integer.parseInt(args[1]);
        int perUser = Integer.parseInt(args[2]);
        byte[] tagKey = hkdf(Base64.getDecoder().decode(System.getenv("LATCHKEY_MASTER_KEY")), "latchkey/refresh-token-tag");
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        Instant idle = now.plus(Duration.ofMinutes(30));
        Instant absolute = now.plus(Duration.ofHours(12));
        try (PrintWriter users = writer(directory.resolve("app_user.copy"));
                PrintWriter names = writer(directory.resolve("login_name.copy"));
                PrintWriter rows = writer(directory.resolve("session.copy"));
                PrintWriter tokens = writer(directory.resolve("tokens"))) {
            UUID user = id(now);
            for (int i = 0; i < sessions; i++) {
                if (i % perUser == 0) {
                    user = id(now);
                    String name = "u" + i / perUser + "@example.com";
                    users.println(row(user, name, name, "{user}", now));
                    names.println(row(name, user));
                }
                UUID session = id(now);
                byte[] secret = new byte[32];
                RANDOM.nextBytes(secret);
                tokens.println(token(tagKey, session, secret));
                rows.println(row(
                        session, user, "\\\\x" + HexFormat.of().formatHex(sha256(secret)), 0, now, now, now, now, now, idle,
                        absolute, "f", "body", "Firefox on Linux", "desktop", "127.0.0.1", "{pwd}", "aal1"));
            }
        }
    }

    private static String row(Object... values) {
        return String.join("\t", Arrays.stream(values).map(Object::toString).toList());
    }

    private static PrintWriter writer(Path file) throws IOException {
        return new PrintWriter(Files.newBufferedWriter(file, StandardCharsets.US_ASCII));
    }

    private static UUID id(Instant now) {
        long high = (now.toEpochMilli() << 16) | 0x7000 | RANDOM.nextInt(0x1000);
        return new UUID(high, 0x8000_0000_0000_0000L | (RANDOM.nextLong() & 0x3fff_ffff_ffff_ffffL));
    }

    /** As dev.latchkey.session.RefreshTokens encodes it. */
    private static String token(byte[] tagKey, UUID session, byte[] secret) throws GeneralSecurityException {
        byte[] body = ByteBuffer.allocate(53)
                .put((byte) 1)
                .putLong(session.getMostSignificantBits())
                .putLong(session.getLeastSignificantBits())
                .putInt(0)
                .put(secret)
                .array();
        byte[] token = ByteBuffer.allocate(69).put(body).put(hmac(tagKey, body), 0, 16).array();
        return "lkr_" + BASE64.encodeToString(token);
    }

    /** HKDF-SHA-256 (RFC 5869) without salt, for one block of output. */
    private static byte[] hkdf(byte[] key, String info) throws GeneralSecurityException {
        byte[] text = info.getBytes(StandardCharsets.US_ASCII);
        byte[] block = ByteBuffer.allocate(text.length + 1).put(text).put((byte) 1).array();
        return hmac(hmac(new byte[32], key), block);
    }

    private static byte[] hmac(byte[] key, byte[] input) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(input);
    }

    private static byte[] sha256(byte[] input) throws GeneralSecurityException {
        return MessageDigest.getInstance("SHA-256").digest(input);
    }
}
