package dev.latchkey.token;

import static dev.latchkey.token.ForgedToken.encode;
import static dev.latchkey.token.ForgedToken.good;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.latchkey.key.TestKeys;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERSequence;
import org.junit.jupiter.params.provider.Arguments;

/** Tokens with a wrong form or signature: what it is, the token, why it has to be refused. */
final class HostileTokens {

    private static final String PARTS = "not three parts";
    private static final String BASE64 = "not canonical base64url";
    private static final String SIGNATURE = "wrong signature";
    private static final String JSON = "not one JSON object without repeated members";

    /** Of P-256. */
    private static final byte[] ORDER = Arrays.copyOfRange(
            new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16).toByteArray(),
            1,
            33);

    private HostileTokens() {}

    /** Standards. */
    static Stream<Arguments> forms() {
        String token = good().sign();
        String[] parts = token.split("\\.", -1);
        return Stream.of(
                arguments("A-13 empty", "", PARTS),
                arguments("A-13 a word", "token", PARTS),
                arguments("A-13 a refresh token", "lkr_AQEBAQEBAQEBAQEBAQEBAQ", PARTS),
                arguments("A-16 a session cookie", "lks_" + "A".repeat(64), PARTS),
                arguments("A-16 a client secret", "lkc_" + "A".repeat(43), PARTS),
                arguments("A-13 JWE", parts[0] + ".AAAA.AAAA." + parts[1] + "." + parts[2], PARTS),
                arguments("A-13 dots", "..", PARTS),
                arguments("A-13 two parts", parts[0] + "." + parts[1], PARTS),
                arguments("A-13 four parts", token + ".", PARTS),
                arguments("A-13 five parts", token + ".e30.e30", PARTS),
                arguments("A-13 no claims", parts[0] + ".." + parts[2], BASE64),
                arguments("A-13 no header", "." + parts[1] + "." + parts[2], PARTS),
                arguments("A-13 no signature", parts[0] + "." + parts[1] + ".", BASE64),
                arguments(
                        "A-13 JWS JSON",
                        "{\"payload\":\"" + parts[1] + "\",\"signature\":\"" + parts[2] + "\"}",
                        PARTS),
                arguments("A-13 padding", token + "==", BASE64),
                arguments("A-13 trailing bits", withTrailingBits(token), BASE64),
                arguments("A-13 space behind", token + " ", BASE64),
                arguments("A-13 space before", " " + token, BASE64),
                arguments("A-13 line break", parts[0] + ".\n" + parts[1] + "." + parts[2], BASE64),
                arguments("A-13 standard alphabet", parts[0] + "." + parts[1] + ".+/" + parts[2].substring(2), BASE64),
                arguments("A-13 not ASCII", parts[0] + "." + parts[1] + ".ä" + parts[2].substring(1), BASE64),
                arguments("A-13 padded header", good().signParts(parts[0] + "=", parts[1]), BASE64),
                arguments(
                        "A-17 8 KiB and one",
                        token + "A".repeat(CompactJws.MAX_CHARACTERS + 1 - token.length()),
                        "too long"),
                arguments("A-17 1 MB", token + "A".repeat(1 << 20), "too long"));
    }

    /** Standards: well signed, badly written. */
    static Stream<Arguments> json() {
        ForgedToken token = good();
        String header = token.headerJson();
        String claims = token.claimsJson();
        byte[] utf8 = header.getBytes(StandardCharsets.UTF_8);
        return Stream.of(
                arguments("A-14 sub twice", token.sign(header, "{\"sub\":\"x\"," + claims.substring(1)), JSON),
                arguments("A-14 groups twice", token.sign(header, "{\"groups\":[]," + claims.substring(1)), JSON),
                arguments("A-13 claims an array", token.sign(header, "[" + claims + "]"), JSON),
                arguments("A-13 claims null", token.sign(header, "null"), "not a JSON object"),
                arguments("A-13 something behind", token.sign(header, claims + "{}"), JSON),
                arguments("A-13 comment", token.sign(header, "/**/" + claims), JSON),
                arguments("A-13 byte order mark", token.sign(header, "\ufeff" + claims), JSON),
                arguments(
                        "A-13 deep",
                        token.sign(header, "{\"a\":" + "[".repeat(99) + "]".repeat(99) + "," + claims.substring(1)),
                        JSON),
                arguments("A-13 UTF-16", token.sign(header.getBytes(StandardCharsets.UTF_16), utf8), "not UTF-8"),
                arguments(
                        "A-13 not UTF-8",
                        token.sign(utf8, claims.replace("canary", "ä").getBytes(StandardCharsets.ISO_8859_1)),
                        "not UTF-8"));
    }

    /** Standards A-15, K-09. */
    static Stream<Arguments> signatures() {
        String token = good().sign();
        String[] parts = token.split("\\.", -1);
        return Stream.of(
                arguments("A-15 zeros", good().signature(s -> new byte[64]).sign(), SIGNATURE),
                arguments(
                        "A-15 r zero",
                        good().signature(s -> concat(new byte[32], Arrays.copyOfRange(s, 32, 64)))
                                .sign(),
                        SIGNATURE),
                arguments(
                        "A-15 s zero",
                        good().signature(s -> concat(Arrays.copyOf(s, 32), new byte[32]))
                                .sign(),
                        SIGNATURE),
                arguments(
                        "A-15 r the order",
                        good().signature(s -> concat(ORDER, Arrays.copyOfRange(s, 32, 64)))
                                .sign(),
                        SIGNATURE),
                arguments(
                        "A-15 s the order",
                        good().signature(s -> concat(Arrays.copyOf(s, 32), ORDER))
                                .sign(),
                        SIGNATURE),
                arguments("A-15 DER", good().signature(HostileTokens::der).sign(), SIGNATURE),
                arguments(
                        "A-15 63 bytes",
                        good().signature(s -> Arrays.copyOf(s, 63)).sign(),
                        SIGNATURE),
                arguments(
                        "A-15 65 bytes",
                        good().signature(s -> Arrays.copyOf(s, 65)).sign(),
                        SIGNATURE),
                arguments(
                        "A-15 zero before",
                        good().signature(s -> concat(new byte[1], s)).sign(),
                        SIGNATURE),
                arguments(
                        "K-09 another key",
                        good().signedWith(TestKeys.unknown()).sign(),
                        SIGNATURE),
                arguments(
                        "A-21 other claims", parts[0] + "." + encode(good().claimsJson()) + "." + parts[2], SIGNATURE));
    }

    /** The last character of 64 bytes in base64url has four bits that mean nothing. */
    private static String withTrailingBits(String token) {
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        int last = alphabet.indexOf(token.charAt(token.length() - 1));
        return token.substring(0, token.length() - 1) + alphabet.charAt(last + 1);
    }

    private static byte[] der(byte[] signature) {
        try {
            return new DERSequence(new ASN1Integer[] {
                        new ASN1Integer(new BigInteger(1, signature, 0, 32)),
                        new ASN1Integer(new BigInteger(1, signature, 32, 32))
                    })
                    .getEncoded();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
