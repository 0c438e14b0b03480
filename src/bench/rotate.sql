-- What refreshing costs if the service were free: the UPDATE of SessionRotation on the table bench_session, whose ids count up.
\set row random(1, :sessions)
\set secret random(1, 1000000000)
UPDATE bench_session SET refresh_hash = sha256(int8send(:secret)), generation = generation + 1,
       rotated_at = statement_timestamp(), last_seen_at = statement_timestamp(),
       idle_expires_at = least(CASE WHEN remember_me THEN statement_timestamp() + interval '7 days'
                                    ELSE statement_timestamp() + interval '30 minutes' END, expires_at),
       access_expires_at = date_trunc('second', least(statement_timestamp() + interval '15 minutes',
                                    CASE WHEN remember_me THEN statement_timestamp() + interval '7 days'
                                         ELSE statement_timestamp() + interval '30 minutes' END, expires_at))
 WHERE id = ('00000000-0000-7000-8000-' || lpad(to_hex(:row::int), 12, '0'))::uuid AND generation >= 0 AND refresh_hash IS NOT NULL
   AND ended_at IS NULL AND idle_expires_at > statement_timestamp() AND expires_at > statement_timestamp()
RETURNING *;
