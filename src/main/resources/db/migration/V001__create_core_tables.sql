-- Users, their sessions, and what was revoked. Times are UTC instants; the application passes them, SQL never calls now().

CREATE TABLE app_user (
    id               uuid        CONSTRAINT app_user_pk PRIMARY KEY,
    username         text        NOT NULL,
    email            text,
    email_verified   boolean     NOT NULL DEFAULT false,
    name             text,
    roles            text[]      NOT NULL,
    password_hash    text,
    security_version integer     NOT NULL DEFAULT 0,
    disabled_at      timestamptz,
    created_at       timestamptz NOT NULL,
    CONSTRAINT app_user_username_uk UNIQUE (username),
    CONSTRAINT app_user_has_role_user CHECK ('user' = ANY (roles))
);
COMMENT ON COLUMN app_user.security_version IS 'Raised by whatever makes a credential checked before worthless; compared again when a session starts';

CREATE INDEX app_user_admin_ix ON app_user (id) WHERE 'admin' = ANY (roles) AND disabled_at IS NULL;

-- Usernames and verified addresses share one namespace: sign-in takes either, so no two users may hold the same one. The name is
-- taken before the user's row is inserted (hence deferred): of two who want it at once, one waits and finds it taken.
CREATE TABLE login_name (
    name    text CONSTRAINT login_name_pk PRIMARY KEY,
    user_id uuid NOT NULL CONSTRAINT login_name_user_fk REFERENCES app_user ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX login_name_user_ix ON login_name (user_id);

-- One row per session, however often it is refreshed. fillfactor leaves room on the page, and no index names a column that a
-- refresh changes, so that refreshing stays a heap-only update.
CREATE TABLE session (
    id                uuid        CONSTRAINT session_pk PRIMARY KEY,
    user_id           uuid        NOT NULL CONSTRAINT session_user_fk REFERENCES app_user ON DELETE CASCADE,
    refresh_hash      bytea       NOT NULL CONSTRAINT session_refresh_hash_is_sha256 CHECK (octet_length(refresh_hash) = 32),
    generation        integer     NOT NULL,
    rotated_at        timestamptz NOT NULL,
    access_expires_at timestamptz NOT NULL,
    created_at        timestamptz NOT NULL,
    authenticated_at  timestamptz NOT NULL,
    last_seen_at      timestamptz NOT NULL,
    idle_expires_at   timestamptz NOT NULL,
    expires_at        timestamptz NOT NULL,
    remember_me       boolean     NOT NULL,
    transport         text        NOT NULL,
    device_name       text        NOT NULL,
    device_type       text        NOT NULL,
    user_agent        text,
    ip                text,
    amr               text[]      NOT NULL,
    acr               text        NOT NULL,
    ended_at          timestamptz,
    end_reason        text,
    CONSTRAINT session_transport_known CHECK (transport IN ('body', 'cookie', 'session')),
    CONSTRAINT session_idle_within_absolute CHECK (idle_expires_at <= expires_at),
    CONSTRAINT session_access_within_session CHECK (access_expires_at <= expires_at),
    CONSTRAINT session_end_has_reason CHECK ((ended_at IS NULL) = (end_reason IS NULL)),
    CONSTRAINT session_end_reason_known CHECK (end_reason IN (
        'signed_out', 'signed_out_elsewhere', 'password_changed', 'password_reset', 'factor_changed', 'role_removed',
        'disabled', 'erased', 'reuse_detected', 'idle_timeout', 'expired', 'replaced', 'capacity', 'administrator'))
) WITH (fillfactor = 80);
CREATE INDEX session_user_ix ON session (user_id);
CREATE INDEX session_ended_ix ON session (ended_at) WHERE ended_at IS NOT NULL;

-- xid lets a poll find rows whose transaction committed after a later number was already seen.
CREATE TABLE revoked_token (
    seq        bigint      GENERATED ALWAYS AS IDENTITY CONSTRAINT revoked_token_pk PRIMARY KEY,
    xid        xid8        NOT NULL DEFAULT pg_current_xact_id(),
    token_id   text        NOT NULL,
    kind       text        NOT NULL CONSTRAINT revoked_token_kind_known CHECK (kind IN ('jti', 'sid', 'kid')),
    revoked_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    reason     text        NOT NULL,
    CONSTRAINT revoked_token_uk UNIQUE (kind, token_id)
);
CREATE INDEX revoked_token_xid_ix ON revoked_token (xid);
CREATE INDEX revoked_token_expires_ix ON revoked_token (expires_at);

CREATE FUNCTION notify_revoked() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('latchkey_revoked', '');
    RETURN NULL;
END
$$;
CREATE TRIGGER revoked_token_notify AFTER INSERT ON revoked_token FOR EACH STATEMENT EXECUTE FUNCTION notify_revoked();

-- private_key is sealed with AES-256-GCM under a key derived from the master key that master_key_id names.
CREATE TABLE signing_key (
    kid           text        CONSTRAINT signing_key_pk PRIMARY KEY,
    algorithm     text        NOT NULL,
    public_jwk    text        NOT NULL,
    private_key   bytea       NOT NULL,
    master_key_id integer     NOT NULL,
    state         text        NOT NULL CONSTRAINT signing_key_state_known CHECK (state IN ('published', 'signing', 'retiring', 'removed')),
    created_at    timestamptz NOT NULL
);
CREATE UNIQUE INDEX signing_key_one_signs_uk ON signing_key (state) WHERE state = 'signing';

CREATE TABLE audit_event (
    id         uuid        CONSTRAINT audit_event_pk PRIMARY KEY,
    at         timestamptz NOT NULL,
    type       text        NOT NULL,
    outcome    text        NOT NULL,
    severity   text        NOT NULL CONSTRAINT audit_event_severity_known CHECK (severity IN ('info', 'warning', 'critical')),
    user_id    uuid,
    actor_id   uuid,
    session_id uuid,
    reason     text,
    ip         text,
    trace_id   text
);
CREATE INDEX audit_event_at_ix ON audit_event (at);
CREATE INDEX audit_event_user_ix ON audit_event (user_id, at);
