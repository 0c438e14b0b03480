-- What is asked for about an address waits alone when it cannot be answered; which secret stands behind the id of a pepper; failures of
-- accounts are remembered for a year.

-- Nodes of the version before leave it out: due at once.
ALTER TABLE address_request ADD COLUMN due_at timestamptz NOT NULL DEFAULT '-infinity';
COMMENT ON COLUMN address_request.due_at IS 'Put off by who takes it, so that it is due again if that fails, and no other waits for it';

-- HMAC of a constant under the pepper that was the first to have this id.
CREATE TABLE pepper_fingerprint (
    id          integer CONSTRAINT pepper_fingerprint_pk PRIMARY KEY,
    fingerprint bytea   NOT NULL,
    CONSTRAINT pepper_fingerprint_id_is_byte CHECK (id BETWEEN 1 AND 255),
    CONSTRAINT pepper_fingerprint_is_short CHECK (octet_length(fingerprint) = 16)
);

UPDATE throttle_bucket SET forget_at = CURRENT_TIMESTAMP + interval '365 days' WHERE forget_at > '9000-01-01';
