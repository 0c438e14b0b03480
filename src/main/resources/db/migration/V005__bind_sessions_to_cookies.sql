-- The first half of the SHA-256, in base64url, of a cookie without which the session's tokens are worthless; null if there is none.
ALTER TABLE session ADD COLUMN binding_hash text
    CONSTRAINT session_binding_hash_is_half_sha256 CHECK (octet_length(binding_hash) = 22);
