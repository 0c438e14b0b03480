package dev.latchkey.revocation;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.latchkey.Requirement;
import dev.latchkey.TestUsers;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The feed by which other services learn what is revoked, over HTTP. */
@Requirement({"V-04", "V-05"})
@QuarkusTest
@Timeout(60) // a stream that lacks an event goes on for ever
class RevocationsResourceTest {

    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(5);

    @Inject
    Revocations revocations;

    @Inject
    RevocationReaders readers;

    @Inject
    RevocationJournal journal;

    @Inject
    TestRevocations table;

    private String service;

    @BeforeEach
    void signInAsService() {
        service = TestUsers.user().withRole("service").create().signIn().access();
    }

    private FeedReader open() {
        return FeedReader.open(service, null);
    }

    /** Good for longer than the tests before this one can have moved the clock. */
    private static RevokedToken session() {
        return TestRevocations.session(Duration.ofDays(3_650));
    }

    private RevokedToken revoke() {
        RevokedToken token = session();
        QuarkusTransaction.requiringNew().run(() -> revocations.revokeAll(List.of(token)));
        return token;
    }

    private Response list() {
        return given().auth().oauth2(service).get("/revocations");
    }

    @Test
    void streamWhenNotAServiceThenIsRefused() {
        try (FeedReader anonymous = FeedReader.open(null, null);
                FeedReader user =
                        FeedReader.open(TestUsers.user().create().signIn().access(), null);
                FeedReader garbage = FeedReader.open("x.y.z", null)) {
            assertThat(anonymous.status()).isEqualTo(401);
            assertThat(anonymous.header("WWW-Authenticate")).startsWith("Bearer");
            assertThat(garbage.status()).isEqualTo(401);
            assertThat(user.status()).isEqualTo(403);
        }
        assertThat(given().get("/revocations").statusCode()).isEqualTo(401);
    }

    @Test
    void streamWhenOpenedThenBeginsWithTheWholeList() {
        RevokedToken token = revoke();

        try (FeedReader reader = open()) {
            assertThat(reader.status()).isEqualTo(200);
            assertThat(reader.header("Content-Type")).startsWith("text/event-stream");
            assertThat(reader.header("Cache-Control")).isEqualTo("no-store");
            assertThat(reader.header("X-Accel-Buffering")).isEqualTo("no");
            assertThat(reader.header("Content-Encoding")).isEmpty();
            FeedReader.Event reset = reader.next();
            assertThat(reset.name()).isEqualTo("reset");
            FeedReader.Event entry = reader.until(event -> event.isAbout(token));
            assertThat(entry.id()).as("of the list").isNull();
            assertThat(entry.data().path("revoked_at").asText())
                    .isEqualTo(token.revokedAt().toString());
            assertThat(Instant.parse(entry.data().path("expires_at").asText()))
                    .isBetween(token.expiresAt(), token.expiresAt().plusSeconds(1));
            assertThat(entry.data()).hasSize(4);
            // of the same timeline, and perhaps of a poll after it
            assertThat(reader.until("complete").cursor())
                    .startsWith(reset.data().path("cursor").asText().replaceAll("\\.\\d+$", "."));
        }
    }

    @Test
    void streamWhenSomethingIsRevokedThenTellsAtOnce() {
        try (FeedReader reader = open()) {
            String before = reader.until("complete").cursor();

            RevokedToken token = revoke();

            String after = reader.until(event -> event.isAbout(token)).cursor();
            assertThat(after).isNotEqualTo(before);
            assertThat(Cursor.parse(after)).isPresent();
        }
    }

    @Test
    void streamWhenNothingHappensThenBeats() {
        try (FeedReader reader = open()) {
            reader.until("complete");
            Instant started = Instant.now();

            FeedReader.Event first = reader.until("heartbeat");
            FeedReader.Event second = reader.until("heartbeat");

            assertThat(Duration.between(started, Instant.now())).isLessThan(LONGEST_SILENCE.multipliedBy(2));
            assertThat(second.id())
                    .isNotNull()
                    .isEqualTo(second.data().path("cursor").asText());
            assertThat(Instant.parse(second.data().path("as_of").asText()))
                    .isAfter(Instant.parse(first.data().path("as_of").asText()));
            assertThat(second.data().path("age_ms").asLong()).isBetween(0L, 3_000L);
        }
    }

    @Test
    void streamWhenResumedThenTellsWhatWasMissedAndNoMore() {
        RevokedToken before = revoke();
        String cursor;
        try (FeedReader reader = open()) {
            reader.until("complete");
            RevokedToken known = revoke();
            cursor = reader.until(event -> event.isAbout(known)).cursor();
        }
        RevokedToken missed = revoke();
        awaitPublished(missed);

        try (FeedReader reader = FeedReader.open(service, cursor)) {
            assertThat(reader.next().name()).isEqualTo("resume");
            int entries = 0;
            boolean found = false;
            FeedReader.Event event = reader.next();
            for (; !event.name().equals("complete"); event = reader.next()) {
                assertThat(event.isAbout(before)).isFalse();
                found |= event.isAbout(missed);
                entries++;
            }
            assertThat(found).isTrue();
            assertThat(entries).isLessThan(20);
        }
    }

    @Test
    void streamWhenTheCursorIsUnknownThenBeginsAnew() {
        String current = list().path("cursor");
        Cursor cursor = Cursor.parse(current).orElseThrow();
        for (String unknown : List.of(
                "1-1." + cursor.number(),
                new Cursor(cursor.timeline(), cursor.number() + 1_000_000_000L).toString(),
                "0",
                "garbage",
                current + "9999999999999999999",
                "%00.é")) {
            try (FeedReader reader = FeedReader.open(service, unknown.replace("é", "e"))) {
                assertThat(reader.status()).isEqualTo(200);
                assertThat(reader.next().name()).as(unknown).isEqualTo("reset");
            }
        }
    }

    /** The entry that commits late has a lower number than one that was seen, and is not below the reader's cursor. */
    @Test
    void streamWhenALowerNumberCommitsWhileAwayThenIsNotLost() throws SQLException {
        RevokedToken late = session();
        String cursor;
        try (Connection connection = table.connection()) {
            connection.setAutoCommit(false);
            TestRevocations.insert(connection, late);
            try (FeedReader reader = open()) {
                reader.until("complete");
                RevokedToken early = revoke();
                cursor = reader.until(event -> event.isAbout(early)).cursor();
            }
            connection.commit();
        }
        awaitPublished(late);

        try (FeedReader reader = FeedReader.open(service, cursor)) {
            assertThat(reader.next().name()).isEqualTo("resume");
            reader.until(event -> event.isAbout(late));
        }
    }

    @Test
    void streamWhenItsTokenIsRevokedThenEnds() {
        var session = TestUsers.user().withRole("service").create().signIn();
        try (FeedReader reader = FeedReader.open(session.access(), null)) {
            reader.until("complete");

            session.signOut();

            Optional<FeedReader.Event> event = reader.nextOrEnd();
            while (event.isPresent()) {
                event = reader.nextOrEnd();
            }
        }
    }

    @Test
    void streamWhenTheReaderGoesThenIsForgotten() {
        double before = listeners();
        FeedReader reader = open();
        reader.until("complete");
        assertThat(listeners()).isEqualTo(before + 1);

        reader.close();

        await().until(() -> listeners() <= before);
    }

    @Test
    void listHasEveryEntryAndNoMembersBesides() {
        RevokedToken token = revoke();
        awaitPublished(token);

        Response reply = list();

        assertThat(reply.statusCode()).isEqualTo(200);
        assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
        List<Map<String, String>> revoked = reply.jsonPath().getList("revoked");
        assertThat(revoked)
                .filteredOn(entry -> token.tokenId().equals(entry.get("token_id")))
                .singleElement()
                .satisfies(entry -> assertThat(entry).containsOnlyKeys("kind", "token_id", "revoked_at", "expires_at"));
        assertThat(Cursor.parse(reply.path("cursor"))).isPresent();
        assertThat(Instant.parse(reply.path("as_of"))).isEqualTo(Instant.parse(reply.header("Latchkey-As-Of")));
        assertThat(given().auth().oauth2(service).head("/revocations").statusCode())
                .isEqualTo(200);
    }

    @Test
    void listWhenNothingWasAddedThenIsNotSentAgain() {
        RevokedToken first = revoke();
        awaitPublished(first);
        String tag = list().header("ETag");
        assertThat(tag).startsWith("W/\"");

        Response unchanged =
                given().auth().oauth2(service).header("If-None-Match", tag).get("/revocations");
        assertThat(unchanged.statusCode()).isEqualTo(304);
        assertThat(unchanged.header("Latchkey-As-Of")).isNotEmpty();

        awaitPublished(revoke());
        assertThat(given().auth()
                        .oauth2(service)
                        .header("If-None-Match", tag)
                        .get("/revocations")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void listWhenTheReaderIsSlowThenArrivesWhole() throws Exception {
        for (int i = 0; i < 3; i++) {
            QuarkusTransaction.requiringNew()
                    .run(() -> revocations.revokeAll(Stream.generate(RevocationsResourceTest::session)
                            .limit(2_000)
                            .toList()));
        }

        // the common pool has a single thread on a small machine
        Executor atOnce = task -> new Thread(task).start();
        CompletableFuture<Response> one = CompletableFuture.supplyAsync(this::list, atOnce);
        CompletableFuture<Response> other = CompletableFuture.supplyAsync(this::list, atOnce);

        assertThat(one.get().jsonPath().getList("revoked")).hasSizeGreaterThanOrEqualTo(6_000);
        assertThat(other.get().jsonPath().getList("revoked")).hasSizeGreaterThanOrEqualTo(6_000);
    }

    private double listeners() {
        return readers.count();
    }

    /** Until a reader of the list can be given a cursor beyond the entry. */
    private void awaitPublished(RevokedToken token) {
        await().until(() -> revocations.isRevoked(token.kind(), token.tokenId()));
        try (FeedReader reader = open()) {
            reader.until(event -> event.isAbout(token));
        }
        await().until(() -> journal.state().orElseThrow().isSettled());
    }
}
