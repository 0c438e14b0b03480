package dev.latchkey.throttle;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** The budgets as they are unless set, and tests that come from where they like: they are their own proxy. */
public class DefaultBudgets implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "latchkey.trusted-proxies", "127.0.0.0/8",
                "latchkey.throttle.source", "100/PT30S",
                "latchkey.throttle.sign-up", "5/PT30S",
                "latchkey.throttle.recovery", "4/PT30S",
                "latchkey.throttle.link", "9/PT1M",
                "latchkey.throttle.refresh", "6/PT1M",
                "latchkey.throttle.csrf", "7/PT1M",
                "latchkey.throttle.client", "8/PT1M",
                "latchkey.throttle.introspection", "3/PT1M");
    }
}
