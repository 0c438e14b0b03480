package dev.latchkey.key;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A key as administrators see one: nothing of it but its life.
 *
 * @param signsFrom when it signs, or began to
 * @param retiredAt when another one took over
 * @param verifiesUntil until when what it signed is accepted
 * @param removedAt when it was taken out, by its time or because it was withdrawn
 */
public record KeyView(
        String kid,
        KeyAlgorithm algorithm,
        KeyState state,
        Instant publishedAt,
        Instant signsFrom,
        @Nullable Instant retiredAt,
        @Nullable Instant verifiesUntil,
        @Nullable Instant removedAt) {}
