package dev.latchkey.session;

import dev.latchkey.session.SessionConfig.OnAnomaly;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;

/**
 * Notices that a session is used by another kind of device or from another country than before: a stolen token is (standards S-16,
 * ADR 11). A new version of a browser is the same device, and an address that moves within its country is no news.
 */
@ApplicationScoped
class Anomalies {

    private final Devices devices;
    private final Regions regions;
    private final AnomalyRecords records;
    private final SessionConfig config;

    Anomalies(Devices devices, Regions regions, AnomalyRecords records, SessionConfig config) {
        this.devices = devices;
        this.regions = regions;
        this.records = records;
        this.config = config;
    }

    /**
     * What the session allows to whoever uses it now. A change is put on record first, in a transaction of its own unless there is
     * one: if that fails, so does the call, and its repetition finds the same change again. So nobody gets anything unnoticed.
     *
     * @param known what the session was last known to be used from
     */
    SessionGrant check(SessionGrant grant, Requester known, Requester present, Instant now) {
        if (known.equals(present)) {
            return grant;
        }
        Set<Anomaly> anomalies = EnumSet.noneOf(Anomaly.class);
        Device device = devices.describe(present.userAgent(), present.ip());
        if (!device.isLike(devices.describe(known.userAgent(), known.ip()))) {
            anomalies.add(Anomaly.DEVICE);
        }
        if (regions.differ(known.ip(), present.ip())) {
            anomalies.add(Anomaly.REGION);
        }
        if (anomalies.isEmpty()) {
            return grant;
        }
        // also for the loser of a race, who comes from the new place as well
        SessionGrant granted = config.onAnomaly() == OnAnomaly.STEP_UP ? grant.withAcr(Assurance.IN_DOUBT) : grant;
        records.record(granted, known, device, anomalies, now);
        return granted;
    }
}
