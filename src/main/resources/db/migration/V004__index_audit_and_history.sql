-- Events are read newest first, and their ids are version 7 UUIDs made from the event's time: the primary key is the order, the
-- range of time, the page's cursor and the retention's place to start. Each filter that may pick few rows gets an index in that order.
DROP INDEX audit_event_at_ix;
DROP INDEX audit_event_user_ix;
CREATE INDEX audit_event_user_ix ON audit_event (user_id, id) WHERE user_id IS NOT NULL;
CREATE INDEX audit_event_session_ix ON audit_event (session_id, id) WHERE session_id IS NOT NULL;
CREATE INDEX audit_event_type_ix ON audit_event (type, id);
CREATE INDEX audit_event_failure_ix ON audit_event (id) WHERE outcome = 'failure';
CREATE INDEX audit_event_severity_ix ON audit_event (severity, id) WHERE severity <> 'info';
CREATE INDEX audit_event_trace_ix ON audit_event (trace_id, id) WHERE trace_id IS NOT NULL;

-- Whether a device is new is asked at every sign-in, while the user's row is locked. It finds all sessions of a user as well.
DROP INDEX session_user_ix;
CREATE INDEX session_device_ix ON session (user_id, device_name, device_type);

-- The history of a user's sessions, newest end first.
CREATE INDEX session_history_ix ON session (user_id, ended_at, id) WHERE ended_at IS NOT NULL AND end_reason <> 'replaced';
