-- Nodes of the version before V013 may have gone on writing the far end while they were replaced, behind its back: once more.
UPDATE throttle_bucket SET forget_at = CURRENT_TIMESTAMP + interval '365 days' WHERE forget_at > '9000-01-01';
