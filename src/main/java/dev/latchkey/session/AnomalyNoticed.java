package dev.latchkey.session;

/** Something about a session's use has changed, and the audit trail says so. */
record AnomalyNoticed(Anomaly anomaly) {}
