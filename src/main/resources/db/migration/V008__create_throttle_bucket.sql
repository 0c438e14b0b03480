-- How many more failures there may be of an account's password, from a source, on a known device: the moment at which the budget is
-- whole again, and the failures in a row. key is a keyed digest, so that no name and no address can be read out of it; epoch is the
-- security_version of the user, so that replacing the password begins anew. No foreign key: most rows are of no user, and those that
-- are must not look different.
CREATE TABLE throttle_bucket (
    key       bytea       CONSTRAINT throttle_bucket_pk PRIMARY KEY,
    epoch     integer     NOT NULL,
    full_at   timestamptz NOT NULL,
    failures  integer     NOT NULL,
    forget_at timestamptz NOT NULL,
    CONSTRAINT throttle_bucket_key_is_digest CHECK (octet_length(key) = 32),
    CONSTRAINT throttle_bucket_failures_counted CHECK (failures >= 0)
) WITH (fillfactor = 80);
COMMENT ON COLUMN throttle_bucket.forget_at IS 'From then on the row says nothing that its absence does not say';
CREATE INDEX throttle_bucket_forget_ix ON throttle_bucket (forget_at);
