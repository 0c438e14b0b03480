package dev.latchkey.problem;

import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;

/** How large the one body may be that is read as a stream. */
@ConfigMapping(prefix = "latchkey.import")
interface ImportConfig {

    /** Most bytes of one import of users; 1 GiB unless set. Its lines have at most 16 KiB each, whatever this says. */
    @WithDefault("1G")
    @WithConverter(MemorySizeConverter.class)
    MemorySize maxSize();
}
