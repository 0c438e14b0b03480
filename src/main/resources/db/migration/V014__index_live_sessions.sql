-- What a user has live is asked for at each sign-in, by the device list, and by whatever ends all, with the user's row locked, while
-- most rows are of sessions that ended within the retention. A refresh does not write ended_at, and so stays a heap-only update.
CREATE INDEX session_live_ix ON session (user_id) WHERE ended_at IS NULL;
