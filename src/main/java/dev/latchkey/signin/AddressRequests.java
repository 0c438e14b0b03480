package dev.latchkey.signin;

import dev.latchkey.mail.Mails;
import dev.latchkey.support.Ids;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What people asked for about an address: noted at once, answered by mail in the next round of sending. So asking does the same work
 * whether or not the address has an account, and its time tells nothing (standards P-10, ADR 24). What was noted survives a crash.
 */
@ApplicationScoped
class AddressRequests {

    private final Ids ids;
    private final Mails mails;
    private final Languages languages;

    AddressRequests(Ids ids, Mails mails, Languages languages) {
        this.ids = ids;
        this.mails = mails;
        this.languages = languages;
    }

    /** Notes a request. Does nothing while mail is off, for then there is no answer. */
    @Transactional
    void add(AddressRequest.Kind kind, String address, @Nullable UUID signUpId, @Nullable String ip, Instant now) {
        if (mails.isOn()) {
            AddressRequest.of(ids.next(), kind, address, signUpId, languages.current(), ip, now)
                    .persist();
        }
    }
}
