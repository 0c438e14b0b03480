COMMENT ON COLUMN session.refresh_hash IS 'SHA-256 of the secret that the client holds now: of the current refresh token or, if transport is session, of the session cookie';
