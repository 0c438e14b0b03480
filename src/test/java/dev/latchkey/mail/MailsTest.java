package dev.latchkey.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.Requirement;
import dev.latchkey.TestUsers;
import dev.latchkey.support.LogRecords;
import dev.latchkey.support.TestClock;
import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.transaction.TransactionalException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Queueing and sending, with a real mail server. Standards L-02, P-11. */
@QuarkusTest
class MailsTest {

    @Inject
    Mails mails;

    @Inject
    MailDelivery delivery;

    @Inject
    MailOutbox outbox;

    @Inject
    TestClock clock;

    @Inject
    AgroalDataSource database;

    private final String address = TestUsers.unique();

    @BeforeEach
    void sendWhatOthersLeft() {
        TestMails.deliver();
    }

    @AfterEach
    void bringTheServerBack() {
        MailServer.up();
    }

    @Test
    void mailArrivesInBothParts() throws Exception {
        queue(new OutgoingMail(address, "Größe", "line one\n\nline två", "<p>två</p>"));

        TestMails.Received mail = TestMails.sentTo(address).get(0);

        assertThat(mail.subject()).isEqualTo("Größe");
        assertThat(mail.text()).isEqualToIgnoringNewLines("line one\n\nline två");
        assertThat(mail.html()).isEqualToIgnoringNewLines("<p>två</p>");
        assertThat(mail.message().getFrom()[0]).hasToString(MailServer.FROM);
        assertThat(mail.message().getHeader("Auto-Submitted")).containsExactly("auto-generated");
        assertThat(mail.message().getHeader("Message-ID")).hasSize(1).allMatch(id -> id.endsWith("@latchkey>"));
        assertThat(waiting()).isZero();
    }

    @Test
    void queueWhenTheChangeIsRolledBackThenNothingIsSent() {
        QuarkusTransaction.begin();
        mails.queue(mail(), clock.instant());
        QuarkusTransaction.rollback();

        assertThat(TestMails.sentTo(address)).isEmpty();
    }

    @Test
    void queueOutsideATransactionThenThrows() {
        assertThatThrownBy(() -> mails.queue(mail(), clock.instant())).isInstanceOf(TransactionalException.class);
    }

    @Test
    @DisplayName("an outage loses nothing; attempts are made after one minute, two, four and so on to an hour")
    void serverWhenDownThenUpAgainThenMailArrives() {
        MailServer.down();
        queue(mail());

        TestMails.deliver();
        for (int minutes : List.of(1, 2, 4, 8, 16, 32, 60, 60)) {
            clock.advance(Duration.ofMinutes(minutes).minusNanos(1_000));
            assertThat(failuresOfARun()).as("before minute " + minutes).isZero();
            clock.advance(Duration.ofNanos(1_000));
            assertThat(failuresOfARun()).as("at minute " + minutes).isOne();
        }
        clock.advance(Duration.ofHours(1));
        MailServer.up();
        assertThat(waiting()).isOne();
        assertThat(TestMails.sentTo(address)).hasSize(1);
        assertThat(waiting()).isZero();
    }

    @Test
    @DisplayName("L-02: giving up is an error in the log, without the address or what the server said")
    @Requirement("L-02")
    void serverWhenRefusingForThreeDaysThenMailIsGivenUp() {
        String refused = "refused-" + address;
        queue(new OutgoingMail("<" + refused, "s", "t", "<p>h</p>"));
        try (LogRecords records = LogRecords.open()) {
            TestMails.deliver();
            clock.advance(Duration.ofDays(3).minusNanos(1_000));
            TestMails.deliver();
            assertThat(waiting()).isOne();
            clock.advance(Duration.ofHours(1).plusNanos(1_000));

            TestMails.deliver();

            assertThat(waiting()).isZero();
            assertThat(records.complaints())
                    .filteredOn(line -> line.contains("MailDelivery"))
                    .hasSize(3)
                    .noneMatch(line -> line.contains(refused))
                    .last()
                    .asString()
                    .contains("is given up after attempt 3");
        }
    }

    @Test
    @DisplayName("of two senders at once, each mail is sent by one")
    void twoSendersSendOnce() throws Exception {
        List<String> addresses =
                IntStream.range(0, 60).mapToObj(i -> TestUsers.unique()).toList();
        addresses.forEach(each -> queue(new OutgoingMail(each, "s", "t", "<p>h</p>")));
        CountDownLatch start = new CountDownLatch(1);
        ExecutorService nodes = Executors.newFixedThreadPool(2);
        List<Future<?>> runs = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            runs.add(nodes.submit(() -> {
                start.await();
                delivery.deliverDue(clock);
                return null;
            }));
        }
        start.countDown();
        for (Future<?> run : runs) {
            run.get();
        }
        nodes.shutdown();

        assertThat(addresses)
                .allSatisfy(each -> assertThat(TestMails.receivedBy(each)).hasSize(1));
        assertThat(waiting()).isZero();
    }

    @Test
    @DisplayName("a mail that cannot be sent does not keep the next from going")
    void mailWhenRefusedThenTheNextIsSent() {
        queue(new OutgoingMail("<refused-" + address, "s", "t", "<p>h</p>"));
        queue(mail());

        assertThat(TestMails.sentTo(address)).hasSize(1);
        clock.advance(Duration.ofDays(3));
        TestMails.deliver();
        assertThat(waiting()).isZero();
    }

    @Test
    @DisplayName("a crash before the mail was noted as sent: it is sent after a minute, its Message-ID that of the row")
    void crashWhileSendingThenMailIsSentAgain() throws Exception {
        queue(mail());
        QueuedMail taken = outbox.take(clock.instant()).orElseThrow();
        assertThat(TestMails.sentTo(address)).isEmpty();
        clock.advance(QueuedMail.FIRST_PAUSE);

        assertThat(TestMails.sentTo(address).get(0).message().getMessageID())
                .isEqualTo("<" + taken.id() + "@latchkey>");
    }

    @Test
    @DisplayName("P-11: what waits cannot be read in the database, nor be moved to another row")
    void queueSealsTheMail() throws Exception {
        queue(new OutgoingMail(address, "subject-canary", "text-canary", "html-canary"));
        queue(mail());

        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            try (ResultSet rows =
                    statement.executeQuery("SELECT encode(message, 'escape') || m::text FROM mail_outbox m")) {
                while (rows.next()) {
                    assertThat(rows.getString(1)).doesNotContain("canary").doesNotContain(address);
                }
            }
            statement.executeUpdate(
                    "UPDATE mail_outbox m SET message = (SELECT message FROM mail_outbox o WHERE o.id <> m.id LIMIT 1)");
        }
        assertThat(TestMails.sentTo(address)).isEmpty();
        clock.advance(Duration.ofDays(3));
        TestMails.deliver();
        assertThat(waiting()).isZero();
    }

    @Test
    @DisplayName("a long queue is counted up to a bound; its oldest mail is the one with the first id")
    void backlogIsBounded() throws SQLException {
        Instant oldestAt = clock.instant().minus(Duration.ofHours(2)).truncatedTo(ChronoUnit.MICROS);
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(
                    "INSERT INTO mail_outbox SELECT ('01000000-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid,"
                            + " '', 1, timestamptz '" + oldestAt + "' + i * interval '1 millisecond', '9999-01-01', 0"
                            + " FROM generate_series(0, " + QueuedMail.COUNTED + ") i");
            try {
                QueuedMail.Backlog backlog = outbox.backlog(clock.instant());

                assertThat(backlog.waiting()).isEqualTo(QueuedMail.COUNTED);
                assertThat(backlog.oldestAt()).isEqualTo(oldestAt);
            } finally {
                statement.executeUpdate("DELETE FROM mail_outbox WHERE next_attempt_at = '9999-01-01'");
            }
        }
        assertThat(outbox.backlog(clock.instant())).isEqualTo(new QueuedMail.Backlog(0, clock.instant()));
    }

    @Test
    void toStringShowsNoPerson() {
        assertThat(mail()).hasToString("OutgoingMail");
    }

    private OutgoingMail mail() {
        return new OutgoingMail(address, "s", "t", "<p>h</p>");
    }

    private void queue(OutgoingMail mail) {
        QuarkusTransaction.requiringNew().run(() -> mails.queue(mail, clock.instant()));
    }

    private long waiting() {
        return outbox.backlog(clock.instant()).waiting();
    }

    private long failuresOfARun() {
        try (LogRecords records = LogRecords.open()) {
            TestMails.deliver();
            return records.complaints().stream()
                    .filter(line -> line.contains("was not sent"))
                    .count();
        }
    }
}
