package dev.latchkey.token;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/** What tokens point to, in the hope that somebody fetches a key there. It only counts who comes. */
final class OutboundSpy {

    /** What the tables of hostile tokens name. */
    static final OutboundSpy BAIT = new OutboundSpy();

    private final AtomicInteger visitors = new AtomicInteger();
    private final ServerSocket socket;

    OutboundSpy() {
        try {
            socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread porter = new Thread(this::receive);
        porter.setDaemon(true);
        porter.start();
    }

    int port() {
        return socket.getLocalPort();
    }

    String authority() {
        return "127.0.0.1:" + port();
    }

    String url(String path) {
        return "http://" + authority() + path;
    }

    int visitors() {
        return visitors.get();
    }

    private void receive() {
        while (true) {
            try {
                socket.accept().close();
                visitors.incrementAndGet();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
