-- What a registered client did, or what was done to it, newest first.
CREATE INDEX audit_event_client_ix ON audit_event (client_id, id) WHERE client_id IS NOT NULL;
