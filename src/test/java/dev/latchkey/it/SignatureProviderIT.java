package dev.latchkey.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.Requirement;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Packaged nodes whose signatures are computed by different code, on one database. */
@Requirement({"K-11", "A-15"})
class SignatureProviderIT {

    private static final String USER = "ada@example.com";
    private static final String IN_JAVA = "Bouncy Castle and the JDK";
    private static final boolean HAS_NATIVE_CODE = System.getProperty("native.image.path") == null
            && System.getProperty("os.name").equals("Linux")
            && System.getProperty("os.arch").matches("amd64|aarch64");

    @AutoClose
    private static Database database;

    @AutoClose
    private static Node usual;

    @AutoClose
    private static Node switchedOff;

    @AutoClose
    private static Node broken;

    @BeforeAll
    static void start() {
        database = Database.start();
        usual = Node.start(database);
        switchedOff = Node.start(database, Map.of("LATCHKEY_KEY_NATIVE_CRYPTO", "false"));
        // as where its library cannot be unpacked or does not fit the machine
        broken = Node.start(
                database, Map.of("JAVA_TOOL_OPTIONS", "-Dcom.amazon.corretto.crypto.provider.useExternalLib=true"));
        usual.client().signUp(USER);
    }

    @Test
    @DisplayName("each node says in its log and its readiness who computes")
    void nodesSayWhoComputes() {
        assertSays(usual, HAS_NATIVE_CODE ? "AmazonCorrettoCryptoProvider" : IN_JAVA);
        assertSays(switchedOff, IN_JAVA);
        assertThat(switchedOff.log()).contains("for the native provider is switched off");
        assertSays(broken, IN_JAVA);
        assertThat(usual.log()).doesNotContain("WARNING: A restricted method");
    }

    @Test
    @DisplayName("what one signs every other accepts")
    void tokensAreGoodEverywhere() {
        for (Node one : new Node[] {usual, switchedOff, broken}) {
            String access = one.client().signIn(USER).text("access_token");
            for (Node other : new Node[] {usual, switchedOff, broken}) {
                assertThat(other.client().get("/samples/user", access).status()).isEqualTo(200);
            }
        }
    }

    private static void assertSays(Node node, String provider) {
        assertThat(node.log()).containsOnlyOnce("Signatures are computed by").contains("computed by " + provider);
        assertThat(node.management().get("/q/health/ready").body()).contains("\"provider\": \"" + provider);
    }
}
