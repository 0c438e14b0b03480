package dev.latchkey.revocation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Stands between a node and the database, or a sibling and a node, and can be cut. */
public final class CuttableProxy implements AutoCloseable {

    private final URI target;
    private final ServerSocket server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean cut;

    public CuttableProxy(String jdbcUrl) throws IOException {
        this(URI.create(jdbcUrl.substring("jdbc:".length())));
    }

    public CuttableProxy(URI target) throws IOException {
        this.target = target;
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        daemon(this::accept);
    }

    String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + server.getLocalPort() + target.getPath();
    }

    /** For a target that speaks HTTP. */
    public String url() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    public void cut() throws IOException {
        cut = true;
        closeConnections();
    }

    public void mend() {
        cut = false;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                if (cut) {
                    client.close();
                    continue;
                }
                Socket database = new Socket(target.getHost(), target.getPort());
                open.add(client);
                open.add(database);
                daemon(() -> pump(client, database));
                daemon(() -> pump(database, client));
                if (cut) {
                    closeConnections();
                }
            } catch (IOException e) {
                // the next one, or the end
            }
        }
    }

    private static void pump(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // cut
        }
    }

    private void closeConnections() throws IOException {
        for (Socket socket : open) {
            socket.close();
        }
        open.clear();
    }

    @Override
    public void close() {
        try {
            server.close();
            closeConnections();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void daemon(Runnable runnable) {
        Thread thread = new Thread(runnable, "cuttable-proxy");
        thread.setDaemon(true);
        thread.start();
    }
}
