-- Administrators look users up by how a username, an address or a name begins, by role, and by whether they are disabled.
-- text_pattern_ops compares bytes: how something begins is a range then, whatever the database's collation.
CREATE INDEX app_user_username_search_ix ON app_user (username text_pattern_ops);
CREATE INDEX app_user_email_search_ix ON app_user (email text_pattern_ops) WHERE email IS NOT NULL;
-- of all rows, or the planner would not use what it learns from this index about how frequent a beginning is
CREATE INDEX app_user_name_search_ix ON app_user (lower(name) text_pattern_ops);
CREATE INDEX app_user_roles_ix ON app_user USING gin (roles);
CREATE INDEX app_user_disabled_ix ON app_user (id) WHERE disabled_at IS NOT NULL;

-- By which a line of an import is recognised when it is sent again.
ALTER TABLE app_user ADD COLUMN import_digest bytea
    CONSTRAINT app_user_import_digest_is_sha256 CHECK (octet_length(import_digest) = 32);
CREATE INDEX app_user_import_digest_ix ON app_user (import_digest) WHERE import_digest IS NOT NULL;
