-- Applications that call by themselves, and which access tokens they hold, so that ending a client can end those too.

CREATE TABLE client (
    id            text        CONSTRAINT client_pk PRIMARY KEY,
    name          text        NOT NULL,
    secret_hash   bytea       NOT NULL,
    roles         text[]      NOT NULL,
    scopes        text[]      NOT NULL,
    grant_types   text[]      NOT NULL,
    redirect_uris text[]      NOT NULL,
    disabled_at   timestamptz,
    created_at    timestamptz NOT NULL,
    CONSTRAINT client_secret_hash_is_sha256 CHECK (octet_length(secret_hash) = 32),
    -- neither the id of a user, which is a UUID, nor the service's own
    CONSTRAINT client_id_is_no_subject CHECK (
        id !~* '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$' AND lower(id) <> 'latchkey')
);

CREATE TABLE client_token (
    token_id   text        CONSTRAINT client_token_pk PRIMARY KEY,
    client_id  text        NOT NULL CONSTRAINT client_token_client_fk REFERENCES client ON DELETE CASCADE,
    expires_at timestamptz NOT NULL
);
CREATE INDEX client_token_client_ix ON client_token (client_id, expires_at);

ALTER TABLE audit_event ADD COLUMN client_id text;
