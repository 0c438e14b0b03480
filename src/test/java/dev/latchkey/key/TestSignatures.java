package dev.latchkey.key;

import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.latchkey.support.ConfigReader;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.provider.Arguments;

/** All that may compute signatures: what a node chooses here, Java, and the JDK alone as another opinion. */
final class TestSignatures {

    static final Signatures CHOSEN = chosen(Map.of());
    static final Signatures JAVA = new JavaSignatures();
    static final Signatures JDK = JcaSignatures.ofPlatform();

    private static final List<Named<Signatures>> ALL =
            Stream.of(CHOSEN, JAVA, JDK).map(it -> Named.of(it.provider(), it)).toList();

    private TestSignatures() {}

    static Signatures chosen(Map<String, String> settings) {
        return SignatureProvider.choose(ConfigReader.read(KeyRingConfig.class, settings));
    }

    static Stream<Named<Signatures>> all() {
        return ALL.stream();
    }

    /** Each with each algorithm that has a key pair. */
    static Stream<Arguments> withAlgorithms() {
        return all().flatMap(it -> Arrays.stream(KeyAlgorithm.values())
                .filter(algorithm -> !algorithm.isSymmetric())
                .map(algorithm -> arguments(it, algorithm)));
    }

    /** One that signs, another that verifies, and an algorithm. */
    static Stream<Arguments> inPairs() {
        return all().flatMap(one -> withAlgorithms()
                .filter(other -> other.get()[0] != one)
                .map(other -> arguments(one, other.get()[0], other.get()[1])));
    }
}
