package dev.latchkey.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Sends what no well-behaved client can: any bytes in the request line and in headers. One connection for each request. */
record RawHttp(URI node) {

    static RawHttp to(Node node) {
        return new RawHttp(URI.create(node.client().base()));
    }

    /**
     * Sends one request and reads until the node closes the connection.
     *
     * @param target of the request line, as it is
     * @param headers lines without their end
     * @return the whole reply, or nothing if the connection was closed without one
     */
    String send(String method, String target, List<String> headers, String body) {
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        return exchange(head(method, target, headers, content.length), content);
    }

    /** Sends the head of a request whose body has this length, and nothing of the body; the rest is as with {@link #send}. */
    String announce(String method, String target, List<String> headers, long length) {
        return exchange(head(method, target, headers, length), new byte[0]);
    }

    /** Announces one byte more than it sends; the rest is as with {@link #send}. */
    String sendAllButTheLastByte(String method, String target, List<String> headers, String body) {
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        return exchange(head(method, target, headers, content.length + 1), content);
    }

    private String head(String method, String target, List<String> headers, long length) {
        StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
        head.append("Host: ").append(node.getAuthority()).append("\r\nConnection: close\r\n");
        headers.forEach(line -> head.append(line).append("\r\n"));
        return head.append("Content-Length: ").append(length).append("\r\n\r\n").toString();
    }

    private String exchange(String head, byte[] content) {
        try (Socket socket = new Socket(node.getHost(), node.getPort())) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().write(content);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (java.net.SocketException e) {
            // refused in the middle of what was sent
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
