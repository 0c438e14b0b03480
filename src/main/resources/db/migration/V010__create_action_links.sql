-- Links in mails for every purpose; sign-ups whose address is not verified yet; what was asked for about an address; the mark of a
-- password that somebody else may know.

-- Nodes of the version before run on for a while: they find and make their links by the old name, which becomes a view. What else they
-- write has no member that is new here and required.
ALTER TABLE not_me_link RENAME TO action_link;
ALTER TABLE action_link RENAME CONSTRAINT not_me_link_pk TO action_link_pk;
ALTER TABLE action_link RENAME CONSTRAINT not_me_link_user_fk TO action_link_user_fk;
ALTER TABLE action_link RENAME CONSTRAINT not_me_link_digest_is_sha256 TO action_link_digest_is_sha256;
ALTER INDEX not_me_link_user_ix RENAME TO action_link_user_ix;
ALTER INDEX not_me_link_expires_ix RENAME TO action_link_expires_ix;
ALTER TABLE action_link ADD COLUMN purpose text NOT NULL DEFAULT 'not_me', ADD COLUMN address text;
ALTER TABLE action_link ALTER COLUMN purpose DROP DEFAULT;
ALTER TABLE action_link ADD CONSTRAINT action_link_email_has_address CHECK (purpose <> 'email' OR address IS NOT NULL);
COMMENT ON COLUMN action_link.address IS 'Where the link was mailed to, if using it proves that this address is the user''s';

CREATE VIEW not_me_link AS SELECT digest, user_id, expires_at, purpose FROM action_link WHERE purpose = 'not_me';
ALTER VIEW not_me_link ALTER COLUMN purpose SET DEFAULT 'not_me';

-- An account to be: it becomes one when its link is used, if the address is nobody's by then. digest is null until the mail is written.
CREATE TABLE pending_sign_up (
    id            uuid        CONSTRAINT pending_sign_up_pk PRIMARY KEY,
    address       text        NOT NULL,
    name          text,
    password_hash text        NOT NULL,
    digest        bytea       CONSTRAINT pending_sign_up_digest_is_sha256 CHECK (octet_length(digest) = 32),
    mails         integer     NOT NULL,
    created_at    timestamptz NOT NULL,
    expires_at    timestamptz NOT NULL,
    CONSTRAINT pending_sign_up_digest_uk UNIQUE (digest)
);
CREATE INDEX pending_sign_up_address_ix ON pending_sign_up (address, id);
CREATE INDEX pending_sign_up_expires_ix ON pending_sign_up (expires_at);

-- Answered by mail a moment later, and deleted then: asking takes the same time whether or not the address has an account.
CREATE TABLE address_request (
    id         uuid        CONSTRAINT address_request_pk PRIMARY KEY,
    kind       text        NOT NULL CONSTRAINT address_request_kind_known CHECK (kind IN ('sign_up', 'password_reset')),
    address    text        NOT NULL,
    sign_up_id uuid        CONSTRAINT address_request_sign_up_fk REFERENCES pending_sign_up ON DELETE CASCADE,
    language   text        NOT NULL,
    ip         text,
    created_at timestamptz NOT NULL
);
CREATE INDEX address_request_sign_up_ix ON address_request (sign_up_id) WHERE sign_up_id IS NOT NULL;

ALTER TABLE app_user ADD COLUMN password_compromised boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN app_user.password_compromised IS 'Somebody else may know the password: it is good for setting another one only';
