package dev.latchkey.user;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A user as administrators see one. */
public record UserView(
        UUID id,
        String username,
        @Nullable String email,
        boolean emailVerified,
        @Nullable String name,
        List<String> roles,
        boolean disabled,
        Instant createdAt) {}
