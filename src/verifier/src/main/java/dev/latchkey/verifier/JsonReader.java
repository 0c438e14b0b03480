package dev.latchkey.verifier;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.util.HashSet;
import java.util.Set;

/**
 * Reads the few kinds of JSON (RFC 8259) that the feed is made of: strictly, no member twice, nothing behind it. MicroProfile has JSON
 * processing, but Quarkus only with one more extension, and this jar is to bring nothing along.
 */
final class JsonReader {

    private static final int MAX_DEPTH = 8;
    private static final int END = -1;
    private static final String LITERAL = "abcdefghijklmnopqrstuvwxyzE0123456789-+.";

    private final Reader text;
    private final int maxText;
    private int current;
    private int depth;

    interface Member {
        /** Must read the member's value, by one call of the reader's. */
        void read(String name) throws IOException;
    }

    private JsonReader(String text) throws IOException {
        this.text = new StringReader(text);
        this.maxText = text.length();
        this.current = this.text.read();
    }

    /** Reads one object and nothing behind it; the members are given with the reader that their values are read by. */
    static void read(String text, java.util.function.Function<JsonReader, Member> members) throws IOException {
        JsonReader reader = new JsonReader(text);
        reader.object(members.apply(reader));
        reader.skipSpace();
        if (reader.current != END) {
            throw malformed();
        }
    }

    String string() throws IOException {
        skipSpace();
        expect('"');
        StringBuilder string = new StringBuilder(Math.min(64, maxText));
        while (current != '"') {
            if (current < ' ') {
                throw malformed();
            }
            string.append(current == '\\' ? escaped() : (char) current);
            current = text.read();
        }
        advance();
        return string.toString();
    }

    /** A whole number that is not negative. */
    long number() throws IOException {
        skipSpace();
        long number = 0;
        int digits = 0;
        while (current >= '0' && current <= '9') {
            if (++digits > 18 || (digits > 1 && number == 0)) {
                throw malformed();
            }
            number = number * 10 + (current - '0');
            advance();
        }
        if (digits == 0 || current == '.' || current == 'e' || current == 'E') {
            throw malformed();
        }
        return number;
    }

    /** Passes over a value that is of no interest. */
    void skip() throws IOException {
        skipSpace();
        switch (current) {
            case '"' -> string();
            case '{' -> object(name -> skip());
            case '[' -> skipArray();
            default -> skipLiteral();
        }
    }

    private void object(Member member) throws IOException {
        enter('{');
        Set<String> names = new HashSet<>();
        skipSpace();
        while (current != '}') {
            if (!names.isEmpty()) {
                expect(',');
            }
            String name = string();
            if (!names.add(name)) {
                throw malformed();
            }
            skipSpace();
            expect(':');
            member.read(name);
            skipSpace();
        }
        leave();
    }

    private void skipArray() throws IOException {
        enter('[');
        skipSpace();
        for (boolean first = true; current != ']'; first = false) {
            if (!first) {
                expect(',');
            }
            skip();
            skipSpace();
        }
        leave();
    }

    /** A number, {@code true}, {@code false} or {@code null}: what exactly does not matter to who skips it, but that it is none other. */
    private void skipLiteral() throws IOException {
        StringBuilder literal = new StringBuilder();
        while (current != END && LITERAL.indexOf(current) >= 0) {
            literal.append((char) current);
            advance();
        }
        if (!literal.toString().matches("true|false|null|-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?")) {
            throw malformed();
        }
    }

    private char escaped() throws IOException {
        int escape = text.read();
        return switch (escape) {
            case '"', '\\', '/' -> (char) escape;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> {
                int unit = 0;
                for (int i = 0; i < 4; i++) {
                    int digit = Character.digit((char) text.read(), 16);
                    if (digit < 0) {
                        throw malformed();
                    }
                    unit = unit << 4 | digit;
                }
                yield (char) unit;
            }
            default -> throw malformed();
        };
    }

    private void enter(char opening) throws IOException {
        skipSpace();
        expect(opening);
        if (++depth > MAX_DEPTH) {
            throw malformed();
        }
    }

    private void leave() throws IOException {
        depth--;
        advance();
    }

    private void expect(char wanted) throws IOException {
        if (current != wanted) {
            throw malformed();
        }
        advance();
    }

    private void skipSpace() throws IOException {
        while (current == ' ' || current == '\t' || current == '\n' || current == '\r') {
            advance();
        }
    }

    private void advance() throws IOException {
        current = text.read();
    }

    private static FeedException malformed() {
        return new FeedException("not JSON, or not as it has to be");
    }
}
