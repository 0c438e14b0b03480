package dev.latchkey.session;

import java.util.List;
import java.util.UUID;

/**
 * The user of a session proved anew who they are.
 *
 * @param securityVersion the user's, as it was when the proof was checked
 * @param amr what the proof was (RFC 8176); what the session was started with stays
 * @param acr the level of assurance from now on
 */
public record Reauthentication(UUID userId, UUID sessionId, int securityVersion, List<String> amr, String acr) {}
