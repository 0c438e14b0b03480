package dev.latchkey.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.ops.CheckedSettings.Budgets;
import dev.latchkey.ops.CheckedSettings.Keys;
import dev.latchkey.ops.CheckedSettings.Lifetimes;
import dev.latchkey.ops.CheckedSettings.Mailer;
import dev.latchkey.ops.CheckedSettings.Passwords;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Settings as they are by default, of which a test changes some. */
abstract class SettingsToCheck {

    static final Lifetimes SESSION = new Lifetimes(Duration.ofMinutes(30), Duration.ofHours(12));
    static final Lifetimes REMEMBER_ME = new Lifetimes(Duration.ofDays(7), Duration.ofDays(30));

    boolean production = true;
    boolean demonstration;
    Optional<String> issuer = Optional.of("https://login.example.org");
    Optional<String> publicUrl = Optional.empty();
    Optional<String> audience = Optional.empty();
    Duration accessTtl = Duration.ofMinutes(15);
    Lifetimes session = SESSION;
    Lifetimes rememberMe = REMEMBER_ME;
    Duration refreshGrace = Duration.ofSeconds(10);
    Duration retention = Duration.ofDays(30);
    Duration auditRetention = Duration.ofDays(400);
    Duration maxStaleness = Duration.ofSeconds(30);
    Duration pollInterval = Duration.ofSeconds(1);
    Duration maxClockOffset = Duration.ofSeconds(2);
    Duration canaryInterval = Duration.ofSeconds(10);
    Keys keys = new Keys(Duration.ofDays(30), Duration.ofMinutes(10), Duration.ofMinutes(5));
    Budgets budgets = new Budgets(5, 10, 100);
    List<String> corsOrigins = List.of();
    Mailer mailer = new Mailer("localhost", Optional.empty(), false, false);
    Passwords passwords = new Passwords(15, 19456, 2);

    void assertRefused(String... properties) {
        CheckedSettings settings = new CheckedSettings(
                production,
                demonstration,
                issuer,
                publicUrl,
                audience,
                accessTtl,
                session,
                rememberMe,
                refreshGrace,
                retention,
                auditRetention,
                maxStaleness,
                pollInterval,
                maxClockOffset,
                canaryInterval,
                keys,
                budgets,
                corsOrigins,
                mailer,
                passwords);
        assertThat(ImpossibleSetting.findAll(settings))
                .extracting(ImpossibleSetting::property)
                .containsExactlyInAnyOrder(properties);
    }
}
