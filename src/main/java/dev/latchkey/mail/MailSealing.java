package dev.latchkey.mail;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.latchkey.support.Sealing;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.UUID;

/**
 * Keeps what waits to be sent from whoever reads the database or a backup of it: mails carry links that act for their user, of which
 * elsewhere only digests are stored (standards P-11).
 */
@ApplicationScoped
class MailSealing {

    private static final String PURPOSE = "mail-encryption";

    private final Sealing sealing;
    private final ObjectMapper json;

    MailSealing(Sealing sealing, ObjectMapper json) {
        this.sealing = sealing;
        this.json = json;
    }

    QueuedMail seal(UUID id, OutgoingMail mail, Instant now) {
        try {
            byte[] sealed = sealing.seal(PURPOSE, id.toString(), json.writeValueAsBytes(mail));
            return QueuedMail.of(id, sealed, sealing.masterKeyId(), now);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A mail cannot be written", e);
        }
    }

    /** @throws GeneralSecurityException if no master key at hand opens it */
    OutgoingMail open(QueuedMail queued) throws GeneralSecurityException, IOException {
        if (!sealing.knows(queued.masterKeyId())) {
            throw new GeneralSecurityException("no master key with id " + queued.masterKeyId() + " is configured");
        }
        byte[] opened = sealing.open(PURPOSE, queued.masterKeyId(), queued.id().toString(), queued.message());
        return json.readValue(opened, OutgoingMail.class);
    }
}
