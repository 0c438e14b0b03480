package dev.latchkey.signin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.Requirement;
import dev.latchkey.TestUser;
import dev.latchkey.TestUsers;
import dev.latchkey.support.Sha256;
import dev.latchkey.support.TestClock;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Standards G-07, P-11. */
@QuarkusTest
class ActionLinksTest {

    @Inject
    ActionLinks links;

    @Inject
    NotMeLinks notMeLinks;

    @Inject
    EntityManager database;

    @Inject
    TestClock clock;

    private final TestUser user = TestUsers.user().create();

    @Test
    @DisplayName("G-07: what has expired is swept, what has not stays")
    @Requirement("G-07")
    void deleteExpiredDeletesNothingElse() {
        String brief = create(Duration.ofMinutes(1));
        String longer = create(Duration.ofMinutes(2));
        clock.advance(Duration.ofMinutes(1).minusNanos(1_000));
        sweep();
        assertThat(isOpen(brief)).isTrue();
        clock.advance(Duration.ofNanos(1_000));

        assertThat(sweep()).isPositive();

        assertThat(sweep()).isZero();
        assertThat(isOpen(longer)).isTrue();
    }

    @Test
    @DisplayName("P-11: 256 bits that no other link has, of which the database holds a digest")
    @Requirement("P-11")
    void tokensAreLongAndDiffer() {
        String token = create(Duration.ofDays(1));

        assertThat(token).matches("lkn_[A-Za-z0-9_-]{43}").isNotEqualTo(create(Duration.ofDays(1)));
        assertThat(rows("SELECT l::text FROM action_link l WHERE digest = :digest", token))
                .doesNotContain(token.substring(4));
    }

    @Test
    @DisplayName("nodes of the version before, which know the links by their old name, and this one use each other's")
    void linksAreSharedWithTheVersionBefore() {
        String ours = create(Duration.ofDays(1));
        assertThat(rows("SELECT user_id::text FROM not_me_link WHERE digest = :digest", ours))
                .isEqualTo(user.id().toString());
        String theirs = "lkn_" + "B".repeat(43);
        QuarkusTransaction.requiringNew().run(() -> {
            database.createNativeQuery(
                            "INSERT INTO not_me_link (digest, user_id, expires_at) VALUES (:digest, :user, :end)")
                    .setParameter("digest", Sha256.of(theirs))
                    .setParameter("user", user.id())
                    .setParameter("end", clock.instant().plusSeconds(60))
                    .executeUpdate();
            assertThat(database.createNativeQuery("""
                                    DELETE FROM not_me_link WHERE digest IN (SELECT digest FROM not_me_link
                                        WHERE expires_at <= :now ORDER BY expires_at LIMIT 500 FOR UPDATE SKIP LOCKED)""")
                            .setParameter("now", clock.instant())
                            .executeUpdate())
                    .isNotNegative();
        });

        assertThat(isOpen(theirs)).isTrue();
        assertThat(notMeLinks.use(theirs, null)).isTrue();
        assertThat(isOpen(ours)).isFalse();
    }

    @Test
    @DisplayName("P-11: of links asked for at once, the last one is good and no other")
    @Requirement("P-11")
    void replaceAtOnceThenOneIsOpen() throws Exception {
        for (int round = 0; round < 10; round++) {
            CyclicBarrier together = new CyclicBarrier(2);
            Callable<String> replace = () -> QuarkusTransaction.requiringNew().call(() -> {
                together.await(30, TimeUnit.SECONDS);
                return links.replace(
                        LinkPurpose.PASSWORD, user.id(), user.username(), clock.instant(), Duration.ofMinutes(5));
            });
            ExecutorService pool = Executors.newFixedThreadPool(2);
            try {
                List<Future<String>> tokens = pool.invokeAll(List.of(replace, replace));
                int open = 0;
                for (Future<String> token : tokens) {
                    open += links.find(LinkPurpose.PASSWORD, token.get(), clock.instant())
                                    .isPresent()
                            ? 1
                            : 0;
                }
                assertThat(open).isOne();
            } finally {
                pool.shutdownNow();
            }
        }
    }

    private String create(Duration ttl) {
        return QuarkusTransaction.requiringNew()
                .call(() -> links.create(LinkPurpose.NOT_ME, user.id(), null, clock.instant(), ttl));
    }

    private boolean isOpen(String token) {
        return links.find(LinkPurpose.NOT_ME, token, clock.instant()).isPresent();
    }

    private int sweep() {
        return links.deleteExpired(clock.instant());
    }

    private String rows(String sql, String token) {
        return QuarkusTransaction.requiringNew()
                .call(() -> Arrays.toString(database.createNativeQuery(sql, String.class)
                        .setParameter("digest", Sha256.of(token))
                        .getResultList()
                        .toArray()))
                .replaceAll("[\\[\\]]", "");
    }
}
