package dev.latchkey.password;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Passwords that are guessed first: some eighteen thousand that many people have chosen, from the public lists in zxcvbn-ts, each of them
 * repeated, and what fingers do by habit, such as {@code 123456123456123456} (standards P-04). Whole passwords, not parts; what is
 * shorter than any password may be is not on the list.
 */
final class CommonPasswords {

    private static final String RESOURCE = "common-passwords.txt";

    /** Nobody's habit is longer, and no list of common passwords has any. */
    private static final int LONGEST_HABIT = 24;

    private static final int SHORT_PIECE = 8;

    private static final List<String> WAYS = List.of(
            "1234567890".repeat(3),
            "0123456789".repeat(3),
            "abcdefghijklmnopqrstuvwxyz1234567890",
            "1234567890abcdefghijklmnopqrstuvwxyz",
            "qwertyuiopasdfghjklzxcvbnm1234567890",
            "1234567890qwertyuiopasdfghjklzxcvbnm",
            "qwertzuiopasdfghjklyxcvbnm",
            "azertyuiopqsdfghjklmwxcvbn",
            "1q2w3e4r5t6y7u8i9o0p",
            "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p");

    private final Set<String> passwords;

    CommonPasswords() {
        try (InputStream list = CommonPasswords.class.getResourceAsStream(RESOURCE)) {
            passwords = new String(Objects.requireNonNull(list, RESOURCE).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param password in lower case */
    boolean contains(String password) {
        return passwords.contains(password)
                || passwords.contains(repeatedPiece(password))
                || (password.length() <= LONGEST_HABIT && isHabit(password));
    }

    /** A short piece typed again and again, or a way along the keyboard, the alphabet or the digits. */
    private static boolean isHabit(String password) {
        String piece = repeatedPiece(password);
        boolean isTypedAgain = piece.length() < Math.min(SHORT_PIECE, password.length())
                && piece.chars().allMatch(c -> c < 0x80);
        String backwards = new StringBuilder(password).reverse().toString();
        return isTypedAgain || WAYS.stream().anyMatch(way -> way.contains(password) || way.contains(backwards));
    }

    /** The shortest text that the password is made of by repeating it: itself, if nothing repeats. */
    private static String repeatedPiece(String password) {
        return password.substring(0, (password + password).indexOf(password, 1));
    }
}
