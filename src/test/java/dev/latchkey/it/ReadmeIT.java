package dev.latchkey.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The README's transcript, run as printed but for the address of the service. */
class ReadmeIT {

    private static final String FIRST_LINE = "LATCHKEY=http://localhost:8080\n";

    @Test
    void transcriptWorksAsPrinted() throws IOException, InterruptedException {
        try (Database database = Database.start();
                Node node = Node.start(database, Map.of())) {
            String script = "LATCHKEY=" + node.client().base() + "\n" + transcript();
            Process shell = new ProcessBuilder("sh", "-eu", "-c", script)
                    .redirectErrorStream(true)
                    .start();
            String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(shell.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(shell.exitValue()).as(output).isZero();
            String[] lines = output.split("\n");
            assertThat(lines).as(output).hasSize(8);
            assertThat(lines[0]).isEqualTo("202");
            assertThat(lines[1]).contains("\"access_token\"", "\"refresh_token\":\"lkr_");
            assertThat(lines[2]).contains("ada@example.com");
            assertThat(lines[3]).contains("\"current\":true");
            assertThat(lines[4]).contains("\"access_token\"", "\"refresh_token\":\"lkr_");
            assertThat(lines[5]).isEqualTo("204");
            assertThat(lines[6]).contains("\"code\":\"invalid-token\"");
            assertThat(lines[7]).contains("\"code\":\"session-ended\"", "\"reason\":\"signed_out\"");
        }
    }

    private static String transcript() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        int start = readme.indexOf(FIRST_LINE);
        assertThat(start).as("the transcript begins with the address").isPositive();
        return readme.substring(start + FIRST_LINE.length(), readme.indexOf("```", start));
    }
}
