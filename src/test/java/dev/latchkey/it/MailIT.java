package dev.latchkey.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.latchkey.Requirement;
import jakarta.mail.Multipart;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Mail of the packaged service, on two nodes. Standards P-11, P-12, P-17. */
@Requirement({"P-11", "P-12", "P-17"})
class MailIT {

    private static final String ADDRESS = "ada@example.com";
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    @DisplayName("a new device is told once, with a link that ends every session")
    void noticeArrivesAndItsLinkWorks() throws Exception {
        ServerSetup smtp = new ServerSetup(Node.freePort(), "127.0.0.1", ServerSetup.PROTOCOL_SMTP);
        Map<String, String> settings = settings(smtp, "DISABLED");
        GreenMail server = new GreenMail(smtp);
        try (Database database = Database.start();
                Node one = Node.start(database, settings);
                Node two = Node.start(database, settings)) {
            server.start();
            one.client().signUp(ADDRESS);
            String refreshToken = one.client().signIn(ADDRESS).text("refresh_token");
            signInWith("curl/8.5.0", one);

            assertThat(server.waitForIncomingEmail(LIMIT.toMillis(), 1)).isTrue();
            MimeMessage mail = server.getReceivedMessages()[0];
            assertThat(mail.getAllRecipients())
                    .hasSize(1)
                    .allMatch(to -> to.toString().equals(ADDRESS));
            assertThat(mail.getFrom()[0]).hasToString("latchkey@example.com");
            String link = ((Multipart) mail.getContent())
                    .getBodyPart(0)
                    .getContent()
                    .toString()
                    .lines()
                    .filter(line -> line.startsWith("https://www.latchkey.example/account/auth/not-me?token=lkn_"))
                    .findFirst()
                    .orElseThrow();
            String query = URI.create(link).getRawQuery();
            assertThat(two.client().get("/auth/not-me?" + query).body()).contains("<form");
            assertThat(one.client().refresh(refreshToken).status()).isEqualTo(200);
            assertThat(postForm(two, query)).isEqualTo(200);
            assertThat(postForm(one, query)).isEqualTo(400);
            assertThat(one.client().refresh(refreshToken).text("reason")).isEqualTo("signed_out_elsewhere");
            await().atMost(LIMIT)
                    .until(() -> one.management().get("/q/metrics").body().contains("latchkey_mails_waiting 0.0"));
            assertThat(server.getReceivedMessages()).hasSize(1);
            assertThat(one.log() + two.log()).doesNotContain(query).doesNotContain(ADDRESS);
        } finally {
            server.stop();
        }
    }

    @Test
    @DisplayName("nothing leaves in clear unless that is asked for")
    void serverWithoutTlsIsRefused() {
        ServerSetup smtp = new ServerSetup(Node.freePort(), "127.0.0.1", ServerSetup.PROTOCOL_SMTP);
        GreenMail server = new GreenMail(smtp);
        server.start();
        try (Database database = Database.start();
                Node node = Node.start(database, settings(smtp, ""))) {
            node.client().signUp(ADDRESS);
            node.client().signIn(ADDRESS);
            signInWith("curl/8.5.0", node);

            await().atMost(LIMIT).until(() -> node.log().contains("STARTTLS required but not supported by server"));
            assertThat(server.getReceivedMessages()).isEmpty();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        } finally {
            server.stop();
        }
    }

    private static Map<String, String> settings(ServerSetup smtp, String startTls) {
        Map<String, String> settings = new TreeMap<>(Map.of(
                "QUARKUS_MAILER_HOST", smtp.getBindAddress(),
                "QUARKUS_MAILER_PORT", Integer.toString(smtp.getPort()),
                "QUARKUS_MAILER_FROM", "latchkey@example.com",
                "LATCHKEY_MAIL_POLL_EVERY", "1s",
                "LATCHKEY_PUBLIC_URL", "https://www.latchkey.example/account"));
        if (!startTls.isEmpty()) {
            settings.put("QUARKUS_MAILER_START_TLS", startTls);
        }
        return settings;
    }

    private void signInWith(String userAgent, Node node) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(node.client().base() + "/auth/sign-in"))
                .header("Content-Type", "application/json")
                .header("User-Agent", userAgent)
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"username\":\"" + ADDRESS + "\",\"password\":\"" + Client.PASSWORD + "\"}"))
                .build();
        assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(200);
    }

    private int postForm(Node node, String form) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(node.client().base() + "/auth/not-me"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
    }
}
