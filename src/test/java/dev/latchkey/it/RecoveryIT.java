package dev.latchkey.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import dev.latchkey.Requirement;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** From signing up to another password, by mail, with two nodes of the packaged service as in production. Standards P-10 to P-14, P-17. */
class RecoveryIT {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String NEXT = "four other words entirely";

    private static Database database;
    private static GreenMail server;
    private static Node one;
    private static Node two;

    private final String email = "user-" + UUID.randomUUID() + "@example.com";

    @BeforeAll
    static void start() {
        ServerSetup smtp = new ServerSetup(Node.freePort(), "127.0.0.1", ServerSetup.PROTOCOL_SMTP);
        server = new GreenMail(smtp);
        server.start();
        database = Database.start();
        Map<String, String> settings = Map.of(
                "LATCHKEY_SIGN_UP_VERIFY_EMAIL", "true",
                "LATCHKEY_MAIL_POLL_EVERY", "1s",
                "QUARKUS_MAILER_HOST", smtp.getBindAddress(),
                "QUARKUS_MAILER_PORT", Integer.toString(smtp.getPort()),
                "QUARKUS_MAILER_FROM", "latchkey@example.com",
                "QUARKUS_MAILER_START_TLS", "DISABLED");
        one = Node.start(database, settings);
        two = Node.start(database, settings);
    }

    @AfterAll
    static void stop() {
        for (Node node : new Node[] {one, two}) {
            if (node != null) {
                node.close();
            }
        }
        if (database != null) {
            database.close();
        }
        server.stop();
    }

    @Test
    @DisplayName("sign up, verify, forget, reset, change")
    @Requirement({"P-10", "P-11", "P-13", "P-14", "P-17"})
    void wholeWalk() {
        assertThat(one.client().signUp(email).status()).isEqualTo(202);
        await().atMost(LIMIT).until(() -> received(email) == 1);
        String verification = token(email, 0);
        assertThat(two.client().get("/auth/verify-email?token=" + verification).body())
                .contains("<form");
        Client.Reply early = two.client().signIn(email);
        assertThat(early.status()).isEqualTo(403);
        assertThat(early.text("code")).isEqualTo("email-unverified");
        await().atMost(LIMIT).until(() -> received(email) == 2);
        assertThat(one.client()
                        .post("/auth/email/verify", Map.of("token", verification))
                        .status())
                .isEqualTo(400);
        String fresh = token(email, 1);
        assertThat(two.client()
                        .post("/auth/email/verify", Map.of("token", fresh))
                        .status())
                .isEqualTo(204);
        assertThat(one.client()
                        .post("/auth/email/verify", Map.of("token", fresh))
                        .status())
                .isEqualTo(400);
        String refreshToken = one.client().signIn(email).text("refresh_token");

        assertThat(two.client()
                        .post("/auth/password/forgot", Map.of("email", email))
                        .status())
                .isEqualTo(202);
        assertThat(two.client()
                        .post("/auth/password/forgot", Map.of("email", "nobody@example.com"))
                        .status())
                .isEqualTo(202);
        await().atMost(LIMIT).until(() -> received(email) == 3);
        String reset = token(email, 2);
        assertThat(one.client().refresh(refreshToken).status()).isEqualTo(200);
        Client.Reply done = one.client().post("/auth/password/reset", Map.of("token", reset, "new_password", NEXT));
        assertThat(done.status()).isEqualTo(204);
        assertThat(two.client().refresh(refreshToken).text("reason")).isEqualTo("password_reset");
        assertThat(two.client().signIn(email).status()).isEqualTo(401);
        Client.Reply again = two.client().post("/auth/sign-in", Map.of("username", email, "password", NEXT));
        assertThat(again.status()).isEqualTo(200);

        Client.Reply changed = one.client()
                .send(
                        "PUT",
                        "/auth/password",
                        Map.of("current_password", NEXT, "new_password", Client.PASSWORD),
                        again.text("access_token"));
        assertThat(changed.status()).isEqualTo(200);
        assertThat(two.client().refresh(changed.text("refresh_token")).status()).isEqualTo(200);
        await().atMost(LIMIT).until(() -> received(email) == 5);
        assertThat(received("nobody@example.com")).isZero();
        assertThat(one.log() + two.log()).doesNotContain(verification, fresh, reset, NEXT, email);
    }

    @Test
    @DisplayName("the pages do without scripts in a real browser, under their own policy")
    @Requirement("C-13")
    void pagesInABrowser() {
        Chromium.assumeInstalled();
        one.client().signUp(email);
        await().atMost(LIMIT).until(() -> received(email) == 1);
        try (Playwright playwright = Chromium.driver();
                Browser browser = Chromium.launch(playwright);
                BrowserContext context =
                        browser.newContext(new Browser.NewContextOptions().setJavaScriptEnabled(false))) {
            Page page = context.newPage();
            page.navigate(one.client().base() + "/auth/verify-email?token=" + token(email, 0));
            page.click("button");
            assertThat(page.textContent("h1")).isEqualTo("Your address is confirmed");
            assertThat(one.client().signIn(email).status()).isEqualTo(200);

            one.client().post("/auth/password/forgot", Map.of("email", email));
            await().atMost(LIMIT).until(() -> received(email) == 2);
            page.navigate(two.client().base() + "/auth/reset-password?token=" + token(email, 1));
            page.fill("#new_password", "short");
            page.click("button");
            assertThat(page.textContent("[role=alert]")).contains("fewer than 15 characters");
            page.fill("#new_password", NEXT);
            page.click("button");
            assertThat(page.textContent("h1")).isEqualTo("Your password is set");
        }
        assertThat(two.client()
                        .post("/auth/sign-in", Map.of("username", email, "password", NEXT))
                        .status())
                .isEqualTo(200);
    }

    private static int received(String address) {
        return server.getReceivedMessagesForDomain(address).length;
    }

    private static String token(String address, int index) {
        try {
            MimeMessage mail = server.getReceivedMessagesForDomain(address)[index];
            return ((Multipart) mail.getContent())
                    .getBodyPart(0)
                    .getContent()
                    .toString()
                    .lines()
                    .filter(line -> line.startsWith(Node.ISSUER + "/auth/"))
                    .findFirst()
                    .orElseThrow()
                    .replaceFirst(".*\\?token=", "");
        } catch (IOException | MessagingException e) {
            throw new IllegalStateException(e);
        }
    }
}
