package dev.latchkey.verifier;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Stands between the verifier and its server, and can be cut, reset, frozen and slowed down. */
final class BadNetwork implements AutoCloseable {

    private final int target;
    private final ServerSocket server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean cut;
    private volatile boolean frozen;
    private volatile boolean slow;

    BadNetwork(String url) throws IOException {
        target = URI.create(url).getPort();
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        daemon(this::accept);
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    /** Closes every connection and takes no more. */
    void cut() {
        cut = true;
        open.forEach(socket -> close(socket, false));
    }

    void mend() {
        cut = false;
    }

    /** Ends every connection as a crashed host does: with a reset. */
    void reset() {
        open.forEach(socket -> close(socket, true));
    }

    /** Lets nothing through any more, without closing anything. */
    void freeze() {
        frozen = true;
    }

    void thaw() {
        frozen = false;
    }

    /** From now on byte by byte. */
    void slowDown() {
        slow = true;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                if (cut) {
                    client.close();
                    continue;
                }
                Socket upstream = new Socket(InetAddress.getLoopbackAddress(), target);
                open.add(client);
                open.add(upstream);
                daemon(() -> pump(client, upstream));
                daemon(() -> pump(upstream, client));
                if (cut) {
                    cut();
                }
            } catch (IOException e) {
                // the next one, or the end
            }
        }
    }

    private void pump(Socket from, Socket to) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[8192];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer, 0, slow ? 1 : buffer.length)) {
                while (frozen) {
                    Thread.sleep(5);
                }
                out.write(buffer, 0, count);
            }
        } catch (IOException e) {
            // cut
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void close(Socket socket, boolean reset) {
        open.remove(socket);
        try {
            socket.setSoLinger(reset, 0);
            socket.close();
        } catch (IOException e) {
            // was closed already
        }
    }

    private static void daemon(Runnable runnable) {
        Thread thread = new Thread(runnable, "bad-network");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            server.close();
            cut();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
