package dev.latchkey.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.support.ConfigReader;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NoticeConfigTest {

    @Test
    void linkTtlIsADayUnlessSet() {
        assertThat(ConfigReader.read(NoticeConfig.class, Map.of()).linkTtl()).isEqualTo(Duration.ofDays(1));
        assertThat(ConfigReader.read(NoticeConfig.class, Map.of("latchkey.notice.link-ttl", "PT1H"))
                        .linkTtl())
                .isEqualTo(Duration.ofHours(1));
    }

    @Test
    void misspeltSettingIsRefused() {
        assertThatThrownBy(() -> ConfigReader.read(NoticeConfig.class, Map.of("latchkey.notice.linkttl", "1")))
                .hasMessageContaining("latchkey.notice.linkttl");
    }
}
