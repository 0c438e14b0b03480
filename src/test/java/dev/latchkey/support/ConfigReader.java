package dev.latchkey.support;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;

/** Reads settings as the service does, from these alone. */
public final class ConfigReader {

    private ConfigReader() {}

    public static <T> T read(Class<T> type, Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withSources(new PropertiesConfigSource(settings, "test", 100))
                .withMapping(type)
                .build()
                .getConfigMapping(type);
    }
}
