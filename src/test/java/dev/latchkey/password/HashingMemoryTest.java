package dev.latchkey.password;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.Requirement;
import dev.latchkey.support.ConfigReader;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.Block;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What one hash leaves to the next. */
class HashingMemoryTest {

    private static final byte[] SALT = "a salt of 16 by.".getBytes(StandardCharsets.US_ASCII);

    @Test
    @DisplayName("hashes of many sizes in one memory are what they are in a fresh one")
    void hashesDoNotDependOnWhatWasHashedBefore() {
        byte[] small = hash("one", 64, 1, 1);
        byte[] large = hash("one", 4096, 2, 2);

        for (int i = 0; i < 3; i++) {
            assertThat(hash("one", 64, 1, 1)).isEqualTo(small);
            assertThat(hash("two", 512, 3, 1)).isNotEqualTo(small);
            assertThat(hash("one", 4096, 2, 2)).isEqualTo(large);
        }
    }

    private static byte[] hash(String password, int memory, int iterations, int parallelism) {
        Peppers none = new Peppers(ConfigReader.read(PasswordConfig.class, Map.of()));
        return new Argon2Hasher(memory, iterations, parallelism, none)
                .hash(password, SALT)
                .hash();
    }

    @Test
    @Requirement("T-07")
    @DisplayName("of a large hash, no more is kept than a usual one takes")
    void largeMemoryIsNotKept() {
        try (HashingMemory memory = HashingMemory.borrow(2)) {
            Block[] blocks = {memory.allocate(), memory.allocate(), memory.allocate()};
            for (Block block : blocks) {
                memory.deallocate(block);
            }

            assertThat(memory.allocate()).isSameAs(blocks[1]);
            assertThat(memory.allocate()).isSameAs(blocks[0]);
            assertThat(memory.allocate()).isNotIn((Object[]) blocks);
        }
    }

    @Test
    @DisplayName("a block is used again, and wiped before")
    void blockIsWipedAndUsedAgain() throws ReflectiveOperationException {
        try (HashingMemory memory = HashingMemory.borrow(1)) {
            Block block = memory.allocate();
            long[] words = words(block);
            Arrays.fill(words, 0x5ec7e7L);

            memory.deallocate(block);

            assertThat(words).containsOnly(0L);
            assertThat(memory.allocate()).isSameAs(block);
        }
    }

    /** The library shows its words to nobody else. */
    private static long[] words(Block block) throws ReflectiveOperationException {
        Field words = Block.class.getDeclaredField("v");
        words.setAccessible(true);
        return (long[]) words.get(block);
    }
}
