import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Random;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;
import org.bouncycastle.crypto.generators.SCrypt;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Writes lines for the import of users with hashes as other systems make them, at the least cost that these allow: one hash for most, and
 * for SAMPLE of them, evenly spread, one of a password of their own.
 *
 * <p>java -cp bcprov.jar ImportFile.java KIND PREFIX USERS SAMPLE: users are PREFIX-1 to PREFIX-USERS, the password of the sample's has the
 * number behind it. To standard output.
 */
class ImportFile {

    private static final String PASSWORD = "correct horse battery staple";
    private static final Base64.Encoder BASE64 = Base64.getEncoder();
    private static final Base64.Encoder UNPADDED = BASE64.withoutPadding();
    private static final Random RANDOM = new Random();

    public static void main(String[] args) throws Exception {
        int users = Integer.parseInt(args[2]);
        int step = users / Integer.parseInt(args[3]);
        String usual = credential(args[0], PASSWORD);
        try (PrintWriter out = new PrintWriter(System.out, false, StandardCharsets.US_ASCII)) {
            for (int i = 1; i <= users; i++) {
                String name = args[1] + "-" + i;
                out.print("{\"username\":\"" + name + "\",\"email\":\"" + name + "@example.com\",\"email_verified\":true,\"name\":\"Person " + i
                        + "\",\"roles\":[\"customer\",\"reader\"],\"created_at\":\"2020-02-02T02:02:02Z\","
                        + (i % step == 0 ? credential(args[0], PASSWORD + " " + i) : usual) + "}\n");
            }
        }
    }

    private static String credential(String kind, String password) throws GeneralSecurityException {
        byte[] salt = new byte[16];
        RANDOM.nextBytes(salt);
        return switch (kind) {
            case "bcrypt" -> hash(OpenBSDBCrypt.generate("2b", password.toCharArray(), salt, 4));
            case "django" -> {
                String text = UNPADDED.encodeToString(salt).replace('+', 'a').replace('/', 'b');
                byte[] derived = pbkdf2("SHA256", password, text.getBytes(StandardCharsets.US_ASCII), 32);
                yield hash("pbkdf2_sha256$1000$" + text + "$" + BASE64.encodeToString(derived));
            }
            case "keycloak" -> "\"keycloak_credential\":{\"secret_data\":\"{\\\"value\\\":\\\""
                    + BASE64.encodeToString(pbkdf2("SHA512", password, salt, 64)) + "\\\",\\\"salt\\\":\\\"" + BASE64.encodeToString(salt)
                    + "\\\",\\\"additionalParameters\\\":{}}\",\"credential_data\":\"{\\\"hashIterations\\\":1000,"
                    + "\\\"algorithm\\\":\\\"pbkdf2-sha512\\\",\\\"additionalParameters\\\":{}}\"}";
            case "scrypt" -> hash("$scrypt$ln=10,r=8,p=1$" + UNPADDED.encodeToString(salt) + "$"
                    + UNPADDED.encodeToString(SCrypt.generate(password.getBytes(StandardCharsets.US_ASCII), salt, 1024, 8, 1, 32)));
            case "argon2i" -> hash(argon2("i", Argon2Parameters.ARGON2_i, password, salt));
            case "argon2id" -> hash(argon2("id", Argon2Parameters.ARGON2_id, password, salt));
            default -> throw new IllegalArgumentException(kind);
        };
    }

    private static String hash(String text) {
        return "\"password_hash\":\"" + text + "\"";
    }

    private static byte[] pbkdf2(String digest, String password, byte[] salt, int length) throws GeneralSecurityException {
        return SecretKeyFactory.getInstance("PBKDF2WithHmac" + digest)
                .generateSecret(new PBEKeySpec(password.toCharArray(), salt, 1000, length * Byte.SIZE))
                .getEncoded();
    }

    private static String argon2(String name, int type, String password, byte[] salt) {
        byte[] derived = new byte[32];
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(type)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(1024)
                .withIterations(1)
                .withParallelism(1)
                .withSalt(salt)
                .build());
        generator.generateBytes(password.getBytes(StandardCharsets.US_ASCII), derived);
        return "$argon2" + name + "$v=19$m=1024,t=1,p=1$" + UNPADDED.encodeToString(salt) + "$" + UNPADDED.encodeToString(derived);
    }
}
