package dev.latchkey.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.support.ConfigReader;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AuditConfigTest {

    @Test
    void defaultIsMoreThanAYear() {
        assertThat(ConfigReader.read(AuditConfig.class, Map.of()).retention()).isEqualTo(Duration.ofDays(400));
    }

    @Test
    void everySettingIsRead() {
        assertThat(ConfigReader.read(AuditConfig.class, Map.of("latchkey.audit.retention", "P7D"))
                        .retention())
                .isEqualTo(Duration.ofDays(7));
    }

    @Test
    void misspeltSettingIsRefused() {
        assertThatThrownBy(() -> ConfigReader.read(AuditConfig.class, Map.of("latchkey.audit.retension", "P7D")))
                .hasMessageContaining("latchkey.audit.retension");
    }
}
