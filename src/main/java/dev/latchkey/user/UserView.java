package dev.latchkey.user;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A user as administrators see one. */
public record UserView(
        @Schema(examples = "018f2d4e-7c11-7a3b-9d52-1f0e6a7b8c9d")
        UUID id,

        @Schema(examples = "ada") String username,
        @Schema(examples = "ada@example.com") @Nullable String email,
        @Schema(examples = "true") boolean emailVerified,
        @Schema(examples = "Ada") @Nullable String name,
        @Schema(examples = "[\"editor\",\"user\"]") List<String> roles,
        @Schema(examples = "false") boolean disabled,
        @Schema(examples = "2026-11-21T12:00:00Z") Instant createdAt) {}
