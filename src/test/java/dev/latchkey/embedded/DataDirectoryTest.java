package dev.latchkey.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {

    @TempDir
    Path path;

    @Test
    void dataOfAnotherMajorVersionIsRefusedWithAWayOut() throws IOException {
        Files.writeString(path.resolve("PG_VERSION"), "17\n");

        assertThatThrownBy(() -> new DataDirectory(path).requireVersion("18"))
                .hasMessageContaining(path.toString())
                .hasMessageContaining("PostgreSQL 17")
                .hasMessageContaining("latchkey.embedded-postgres.data-dir");
    }

    @Test
    void processIdThatBelongsToAnotherProgramIsForgotten() throws IOException {
        Path pidFile = path.resolve("postmaster.pid");
        Files.writeString(pidFile, ProcessHandle.current().pid() + "\n");

        new DataDirectory(path).stopAbandonedServer();

        assertThat(pidFile).doesNotExist();
        assertThat(ProcessHandle.current().isAlive()).isTrue();
    }
}
