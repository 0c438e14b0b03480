package dev.latchkey.password;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.Block;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What one hash leaves to the next. */
class HashingMemoryTest {

    private static final byte[] SALT = "a salt of 16 by.".getBytes(StandardCharsets.US_ASCII);

    @Test
    @DisplayName("hashes of many sizes in one memory are what they are in a fresh one")
    void hashesDoNotDependOnWhatWasHashedBefore() {
        byte[] small = Argon2id.compute("one", 64, 1, 1, SALT).hash();
        byte[] large = Argon2id.compute("one", 4096, 2, 2, SALT).hash();

        for (int i = 0; i < 3; i++) {
            assertThat(Argon2id.compute("one", 64, 1, 1, SALT).hash()).isEqualTo(small);
            assertThat(Argon2id.compute("two", 512, 3, 1, SALT).hash()).isNotEqualTo(small);
            assertThat(Argon2id.compute("one", 4096, 2, 2, SALT).hash()).isEqualTo(large);
        }
    }

    @Test
    @DisplayName("a block is used again, and wiped before")
    void blockIsWipedAndUsedAgain() throws ReflectiveOperationException {
        try (HashingMemory memory = HashingMemory.borrow()) {
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
