package dev.latchkey.key;

import dev.latchkey.revocation.Revocations;
import dev.latchkey.support.TestClock;
import io.quarkus.arc.Arc;
import io.quarkus.hibernate.orm.panache.Panache;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Puts keys into the database that a rotation would leave there. */
public final class TestKeys {

    private TestKeys() {}

    /** A key that this service has never seen. */
    public static SigningKey unknown() {
        return make(KeyAlgorithm.ES256);
    }

    static SigningKey make(KeyAlgorithm algorithm) {
        return make(algorithm, TestSignatures.CHOSEN);
    }

    static SigningKey make(KeyAlgorithm algorithm, Signatures signatures) {
        return new KeyMaterial(signatures).generate(algorithm, 2048);
    }

    /** What the key signs in another algorithm than its own. */
    public static byte[] signAs(KeyAlgorithm other, SigningKey key, byte[] message) {
        try {
            return TestSignatures.CHOSEN
                    .signer(other, KeyMaterial.parsePrivate(key.algorithm(), key.pkcs8()))
                    .sign(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Adds a key that no longer signs but still verifies, and makes this node read the keys again. */
    public static SigningKey addRetiring() {
        return addRetiring(KeyAlgorithm.ES256);
    }

    public static SigningKey addRetiring(KeyAlgorithm algorithm) {
        SigningKey key = make(algorithm);
        insert(key, KeyState.RETIRING);
        bean(SigningKeys.class).refresh();
        return key;
    }

    /** Adds a key that another node made a moment ago and signs with, of which this one has not heard. */
    public static SigningKey addElsewhere() {
        SigningKey key = make(KeyAlgorithm.ES256);
        insert(key, KeyState.RETIRING);
        return key;
    }

    /** Adds a key as another node would. */
    static void insert(SigningKey key, KeyState state) {
        Instant now = bean(TestClock.class).instant();
        QuarkusTransaction.requiringNew().run(() -> {
            SigningKeyRow row = bean(SigningKeyStore.class).insert(key, now, now);
            Panache.flush();
            if (state == KeyState.RETIRING) {
                row.retire(now, now.plus(SigningKeys.LONGEST_TOKEN));
            }
        });
    }

    /** Takes the key away, as when its time is over. */
    public static void remove(SigningKey key) {
        QuarkusTransaction.requiringNew()
                .run(() -> SigningKeyRow.<SigningKeyRow>findById(key.kid())
                        .remove(bean(TestClock.class).instant()));
        bean(SigningKeys.class).refresh();
    }

    /** Begins anew: no key in the table but one that signs from now on. */
    static void startAnew() {
        takeAll();
        bean(SigningKeys.class).start(new StartupEvent());
    }

    static List<SigningKeyRow> takeAll() {
        return QuarkusTransaction.requiringNew().call(() -> {
            List<SigningKeyRow> rows = SigningKeyRow.listAll();
            SigningKeyRow.deleteAll();
            return rows;
        });
    }

    /** Another node on the same database. */
    static SigningKeys anotherNode() {
        SigningKeys node = new SigningKeys(
                bean(KeyRotation.class),
                bean(KeyMaterial.class),
                bean(StoredKeys.class),
                bean(KeySchedule.class),
                bean(KeyConfig.class),
                bean(KeyRingConfig.class),
                bean(Revocations.class),
                bean(TestClock.class),
                bean(KeyMetrics.class));
        node.start(new StartupEvent());
        return node;
    }

    /** Makes the calls at the same moment. */
    static <T> List<T> inParallel(List<Callable<T>> calls) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(calls.size());
        CyclicBarrier together = new CyclicBarrier(calls.size());
        try {
            List<Future<T>> futures = new ArrayList<>();
            for (Callable<T> call : calls) {
                futures.add(pool.submit(() -> {
                    together.await();
                    return call.call();
                }));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get());
            }
            return results;
        } finally {
            pool.shutdownNow();
        }
    }

    static KeyView view(String kid) {
        return bean(SigningKeys.class).list(100).stream()
                .filter(key -> key.kid().equals(kid))
                .findFirst()
                .orElseThrow();
    }

    static KeyState state(String kid) {
        return view(kid).state();
    }

    static boolean hasPrivatePart(String kid) {
        return QuarkusTransaction.requiringNew()
                .call(() -> Optional.ofNullable(
                                SigningKeyRow.<SigningKeyRow>findById(kid).privateKey())
                        .isPresent());
    }

    static long count(String state) {
        return QuarkusTransaction.requiringNew().call(() -> SigningKeyRow.count("state", state));
    }

    private static <T> T bean(Class<T> type) {
        return Arc.container().instance(type).get();
    }
}
