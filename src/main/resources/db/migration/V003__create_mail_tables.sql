-- Mails on their way out, and the links in them that say "this was not me".

-- message is the whole mail, its recipient included, sealed with AES-256-GCM under a key derived from the master key that
-- master_key_id names; the row is deleted when the mail server has the mail.
CREATE TABLE mail_outbox (
    id              uuid        CONSTRAINT mail_outbox_pk PRIMARY KEY,
    message         bytea       NOT NULL,
    master_key_id   integer     NOT NULL,
    created_at      timestamptz NOT NULL,
    next_attempt_at timestamptz NOT NULL,
    attempts        integer     NOT NULL
);
CREATE INDEX mail_outbox_next_attempt_ix ON mail_outbox (next_attempt_at);

-- digest is the SHA-256 of the token in the link; single use is a DELETE.
CREATE TABLE not_me_link (
    digest     bytea       CONSTRAINT not_me_link_pk PRIMARY KEY,
    user_id    uuid        NOT NULL CONSTRAINT not_me_link_user_fk REFERENCES app_user ON DELETE CASCADE,
    expires_at timestamptz NOT NULL,
    CONSTRAINT not_me_link_digest_is_sha256 CHECK (octet_length(digest) = 32)
);
CREATE INDEX not_me_link_user_ix ON not_me_link (user_id);
CREATE INDEX not_me_link_expires_ix ON not_me_link (expires_at);
