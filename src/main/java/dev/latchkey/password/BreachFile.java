package dev.latchkey.password;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A Bloom filter of SHA-1 hashes in a file: never overlooks one that was put in, and takes about one in two thousand others for one of
 * them. Mapped, not read: what is asked for costs no heap. Two bytes hold one hash, where a list would need twenty.
 *
 * <p>The file is one header of three longs, {@code LKBREACH}, the number of bits and how many of them belong to a hash, and the bits in
 * longs, all big-endian. Bit i of a hash is {@code (a + i·b) mod bits}, a and b being its first and its second eight bytes.
 */
final class BreachFile {

    private static final long MAGIC =
            ByteBuffer.wrap("LKBREACH".getBytes(StandardCharsets.US_ASCII)).getLong();
    private static final int HEADER_LONGS = 3;
    private static final int BITS_PER_HASH = 16;
    private static final int BITS_SET = 11;

    /** Below 2 GB, which is what can be mapped in one piece. */
    private static final long MAX_HASHES = 1_000_000_000;

    private final LongBuffer words;
    private final long bits;
    private final int bitsSet;

    private BreachFile(LongBuffer words, long bits, int bitsSet) {
        this.words = words;
        this.bits = bits;
        this.bitsSet = bitsSet;
    }

    /** @throws IOException also if it is none */
    static BreachFile open(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            LongBuffer words = channel.map(MapMode.READ_ONLY, 0, channel.size()).asLongBuffer();
            if (words.limit() <= HEADER_LONGS || words.get(0) != MAGIC) {
                throw new IOException("it is no filter");
            }
            BreachFile file = new BreachFile(words, words.get(1), (int) words.get(2));
            if (file.bits != (words.limit() - HEADER_LONGS) * (long) Long.SIZE || file.bitsSet != BITS_SET) {
                throw new IOException("it is not whole");
            }
            return file;
        } catch (IllegalArgumentException e) {
            throw new IOException("it is too long", e);
        }
    }

    /**
     * Makes an empty one, which is none until it is {@linkplain #finish() finished}.
     *
     * @param hashes for how many, two bytes for each
     */
    static BreachFile create(Path path, long hashes) throws IOException {
        if (hashes < 1 || hashes > MAX_HASHES) {
            throw new IOException("a filter is for 1 to " + MAX_HASHES + " hashes");
        }
        long size = HEADER_LONGS + (hashes * BITS_PER_HASH + Long.SIZE - 1) / Long.SIZE;
        try (FileChannel channel = FileChannel.open(
                path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            LongBuffer words =
                    channel.map(MapMode.READ_WRITE, 0, size * Long.BYTES).asLongBuffer();
            long bits = (size - HEADER_LONGS) * Long.SIZE;
            words.put(1, bits).put(2, BITS_SET);
            return new BreachFile(words, bits, BITS_SET);
        }
    }

    void add(byte[] sha1) {
        for (int i = 0; i < bitsSet; i++) {
            long bit = bit(sha1, i);
            words.put(word(bit), words.get(word(bit)) | 1L << bit);
        }
    }

    /** Says that everything is in it: what was broken off before would clear what it had not come to. */
    void finish() {
        words.put(0, MAGIC);
    }

    boolean contains(byte[] sha1) {
        for (int i = 0; i < bitsSet; i++) {
            long bit = bit(sha1, i);
            if ((words.get(word(bit)) & 1L << bit) == 0) {
                return false;
            }
        }
        return true;
    }

    private long bit(byte[] sha1, int i) {
        ByteBuffer hash = ByteBuffer.wrap(sha1);
        return Long.remainderUnsigned(hash.getLong(0) + i * hash.getLong(Long.BYTES), bits);
    }

    private static int word(long bit) {
        return HEADER_LONGS + (int) (bit / Long.SIZE);
    }
}
