package dev.latchkey.password;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

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

    /** A gigabyte: less than what can be mapped in one piece, and a power of two. */
    private static final long PIECE_LONGS = 1L << 27;

    /** Sixteen gigabytes: several times what is known to be stolen, more than a thousand million in 2025. */
    private static final long MAX_HASHES = 8_000_000_000L;

    private final List<LongBuffer> pieces;
    private final long bits;
    private final int bitsSet;

    private BreachFile(List<LongBuffer> pieces, long bits, int bitsSet) {
        this.pieces = pieces;
        this.bits = bits;
        this.bitsSet = bitsSet;
    }

    /** @throws IOException also if it is none */
    static BreachFile open(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            long longs = channel.size() / Long.BYTES;
            if (longs <= HEADER_LONGS) {
                throw new IOException("it is no filter");
            }
            List<LongBuffer> pieces = map(channel, MapMode.READ_ONLY, longs);
            LongBuffer header = pieces.get(0);
            if (header.get(0) != MAGIC) {
                throw new IOException("it is no filter");
            }
            BreachFile file = new BreachFile(pieces, header.get(1), (int) header.get(2));
            if (file.bits != (longs - HEADER_LONGS) * Long.SIZE || file.bitsSet != BITS_SET) {
                throw new IOException("it is not whole");
            }
            return file;
        }
    }

    private static List<LongBuffer> map(FileChannel channel, MapMode mode, long longs) throws IOException {
        List<LongBuffer> pieces = new ArrayList<>();
        for (long from = 0; from < longs; from += PIECE_LONGS) {
            long length = Math.min(PIECE_LONGS, longs - from);
            pieces.add(channel.map(mode, from * Long.BYTES, length * Long.BYTES).asLongBuffer());
        }
        return pieces;
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
            List<LongBuffer> pieces = map(channel, MapMode.READ_WRITE, size);
            long bits = (size - HEADER_LONGS) * Long.SIZE;
            pieces.get(0).put(1, bits).put(2, BITS_SET);
            return new BreachFile(pieces, bits, BITS_SET);
        }
    }

    void add(byte[] sha1) {
        for (int i = 0; i < bitsSet; i++) {
            long bit = bit(sha1, i);
            piece(bit).put(place(bit), piece(bit).get(place(bit)) | 1L << bit);
        }
    }

    /** Says that everything is in it: what was broken off before would clear what it had not come to. */
    void finish() {
        pieces.get(0).put(0, MAGIC);
    }

    boolean contains(byte[] sha1) {
        for (int i = 0; i < bitsSet; i++) {
            long bit = bit(sha1, i);
            if ((piece(bit).get(place(bit)) & 1L << bit) == 0) {
                return false;
            }
        }
        return true;
    }

    private long bit(byte[] sha1, int i) {
        ByteBuffer hash = ByteBuffer.wrap(sha1);
        return Long.remainderUnsigned(hash.getLong(0) + i * hash.getLong(Long.BYTES), bits);
    }

    private LongBuffer piece(long bit) {
        return pieces.get((int) (longOf(bit) / PIECE_LONGS));
    }

    private static int place(long bit) {
        return (int) (longOf(bit) % PIECE_LONGS);
    }

    private static long longOf(long bit) {
        return HEADER_LONGS + bit / Long.SIZE;
    }
}
