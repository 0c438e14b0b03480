package dev.latchkey.password;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;

/**
 * Makes the file for {@code latchkey.password.breach.file}. Reads lines of a SHA-1 in hex and, if anything, a colon and a count from
 * standard input, as the downloader of Have I Been Pwned writes them.
 */
final class BreachFilter {

    private static final int DIGITS = 40;

    private BreachFilter() {}

    /** FILE and the number of lines at most. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 2) {
            System.err.println("usage: BreachFilter FILE NUMBER_OF_HASHES <HASHES");
            System.exit(2);
        }
        long hashes = Long.parseLong(arguments[1]);
        BreachFile file = BreachFile.create(Path.of(arguments[0]), hashes);
        long added = 0;
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                file.add(HexFormat.of().parseHex(line, 0, DIGITS));
                added++;
            }
        }
        if (added > hashes) {
            System.err.println("There are " + added + " hashes: make the filter for as many, or it refuses too much");
            System.exit(1);
        }
        file.finish();
    }
}
