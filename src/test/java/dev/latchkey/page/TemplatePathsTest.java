package dev.latchkey.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.qute.runtime.MessageBundleRecorder.BundleContext;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What Qute does not look for in files when it starts. */
@QuarkusTest
class TemplatePathsTest {

    private static final Path TEMPLATES = Path.of("src", "main", "resources", "templates");

    @Inject
    BundleContext bundles;

    @Inject
    Config config;

    @Test
    @DisplayName("all messages that are templates, which takes an executable longest, and nothing that is a file")
    void messagesAndNoFiles() throws IOException {
        Pattern pattern = Pattern.compile(config.getValue("quarkus.qute.template-path-exclude", String.class));

        assertThat(bundles.getMessageTemplates().keySet()).isNotEmpty().allMatch(pattern.asMatchPredicate());
        try (Stream<Path> files = Files.walk(TEMPLATES)) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(file -> TEMPLATES.relativize(file).toString()))
                    .isNotEmpty()
                    .noneMatch(pattern.asMatchPredicate());
        }
    }
}
