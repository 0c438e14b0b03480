package dev.latchkey.mail;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetupTest;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A real SMTP server for all tests of this JVM, which can be taken away for a while. */
public final class MailServer implements QuarkusTestResourceLifecycleManager {

    static final String FROM = "latchkey@example.com";

    private static @Nullable GreenMail server;

    @Override
    public Map<String, String> start() {
        GreenMail started = new GreenMail(ServerSetupTest.SMTP.port(freePort()));
        started.start();
        server = started;
        return Map.of(
                "quarkus.mailer.mock",
                "false",
                "quarkus.mailer.host",
                "127.0.0.1",
                "quarkus.mailer.port",
                Integer.toString(started.getSmtp().getPort()),
                "quarkus.mailer.from",
                FROM);
    }

    @Override
    public void stop() {
        if (server != null) {
            server.stop();
        }
    }

    static GreenMail greenMail() {
        if (server == null) {
            throw new IllegalStateException("Nothing started it");
        }
        return server;
    }

    public static void down() {
        greenMail().stop();
    }

    /** At the port where it was before. */
    public static void up() {
        if (!greenMail().isRunning()) {
            greenMail().start();
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
