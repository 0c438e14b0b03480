-- The life of a signing key: published, signing, retiring, removed. It is published when it is made, hence no column but created_at.
-- Additive: the version before goes on with the key that signs. It writes here only in an empty database, which is the new one's then.

ALTER TABLE signing_key
    ADD COLUMN signs_from     timestamptz,
    ADD COLUMN retired_at     timestamptz,
    ADD COLUMN verifies_until timestamptz,
    ADD COLUMN removed_at     timestamptz,
    ALTER COLUMN private_key DROP NOT NULL;
UPDATE signing_key SET signs_from = created_at;
ALTER TABLE signing_key
    ALTER COLUMN signs_from SET NOT NULL,
    ADD CONSTRAINT signing_key_signs_with_private_part CHECK (private_key IS NOT NULL OR state IN ('retiring', 'removed')),
    ADD CONSTRAINT signing_key_retiring_ends CHECK (verifies_until IS NOT NULL OR state <> 'retiring');
COMMENT ON COLUMN signing_key.created_at IS 'When it was published; it may sign only after every cache of the keys before has run out';
COMMENT ON COLUMN signing_key.private_key IS 'Sealed; wiped at the moment the key stops signing';
COMMENT ON COLUMN signing_key.verifies_until IS 'Its last token has expired by then, skew included';
