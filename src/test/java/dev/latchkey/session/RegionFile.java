package dev.latchkey.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.smallrye.common.net.CidrAddress;
import io.smallrye.common.net.Inet;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes small region databases: MMDB 2.0, a binary tree of addresses whose leaves point at maps. */
public final class RegionFile {

    private static final int IPV4_BITS = 96;
    private static final int RECORD_BYTES = 4;
    private static final int SEPARATOR_BYTES = 16;
    private static final int STRING = 2;
    private static final int UINT16 = 5;
    private static final int UINT32 = 6;
    private static final int MAP = 7;
    private static final int UINT64 = 9;
    private static final int ARRAY = 11;
    private static final int EMPTY = 0;

    /** Each node has two records: the next node, {@link #EMPTY}, or the complement of a place in the data. */
    private final List<int[]> nodes = new ArrayList<>(List.of(new int[2]));

    private final ByteArrayOutputStream data = new ByteArrayOutputStream();

    /** Says that a network is in a country. */
    public RegionFile with(String network, String country) {
        int leaf = ~data.size();
        control(data, MAP, 1);
        string(data, "country");
        control(data, MAP, 1);
        string(data, "iso_code");
        string(data, country);
        CidrAddress cidr = requireNonNull(Inet.parseCidrAddress(network));
        byte[] address = cidr.getNetworkAddress().getAddress();
        int skipped = address.length == RECORD_BYTES ? IPV4_BITS : 0;
        int last = skipped + cidr.getNetmaskBits() - 1;
        int node = 0;
        for (int bit = 0; bit < last; bit++) {
            int side = bitOf(address, bit - skipped);
            if (nodes.get(node)[side] == EMPTY) {
                nodes.get(node)[side] = nodes.size();
                nodes.add(new int[2]);
            }
            node = nodes.get(node)[side];
        }
        nodes.get(node)[bitOf(address, last - skipped)] = leaf;
        return this;
    }

    public Path write(Path file) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int[] node : nodes) {
            for (int record : node) {
                number(out, record > 0 ? record : nodes.size() + (record == EMPTY ? 0 : SEPARATOR_BYTES + ~record), 4);
            }
        }
        out.writeBytes(new byte[SEPARATOR_BYTES]);
        out.writeBytes(data.toByteArray());
        out.writeBytes(new byte[] {(byte) 0xAB, (byte) 0xCD, (byte) 0xEF});
        out.writeBytes("MaxMind.com".getBytes(UTF_8));
        metadata(out);
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            return Files.write(file, out.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void metadata(ByteArrayOutputStream out) {
        control(out, MAP, 9);
        member(out, "binary_format_major_version", UINT16, 2);
        member(out, "binary_format_minor_version", UINT16, 0);
        member(out, "build_epoch", UINT64, 1);
        member(out, "ip_version", UINT16, 6);
        member(out, "node_count", UINT32, nodes.size());
        member(out, "record_size", UINT16, RECORD_BYTES * Byte.SIZE);
        string(out, "database_type");
        string(out, "Test-Country");
        string(out, "languages");
        control(out, ARRAY, 0);
        string(out, "description");
        control(out, MAP, 0);
    }

    private static int bitOf(byte[] address, int bit) {
        return bit < 0 ? 0 : address[bit / Byte.SIZE] >> (Byte.SIZE - 1 - bit % Byte.SIZE) & 1;
    }

    private static void member(ByteArrayOutputStream out, String name, int type, int value) {
        string(out, name);
        int bytes = type == UINT16 ? 2 : 4;
        control(out, type, bytes);
        number(out, value, bytes);
    }

    private static void string(ByteArrayOutputStream out, String text) {
        control(out, STRING, text.length());
        out.writeBytes(text.getBytes(UTF_8));
    }

    /** What follows: its type, in a second byte if it is above seven, and its size, here always below 29. */
    private static void control(ByteArrayOutputStream out, int type, int size) {
        out.write(type > MAP ? size : type << 5 | size);
        if (type > MAP) {
            out.write(type - MAP);
        }
    }

    private static void number(ByteArrayOutputStream out, int value, int bytes) {
        for (int shift = (bytes - 1) * Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
            out.write(value >> shift);
        }
    }
}
