package dev.latchkey.it;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** The browser of the tests: the program that {@code CHROMIUM} names, or else where distributions put it. */
final class Chromium {

    private static final Path PROGRAM = Stream.of(
                    System.getenv("CHROMIUM"), "/usr/bin/chromium", "/usr/bin/chromium-browser")
            .filter(Objects::nonNull)
            .map(Path::of)
            .filter(Files::isExecutable)
            .findFirst()
            .orElse(Path.of("/usr/bin/chromium"));

    private Chromium() {}

    /** Skips the test where there is no browser; with {@code BROWSER_REQUIRED} set it goes on, and fails. */
    static void assumeInstalled() {
        assumeTrue(
                Files.isExecutable(PROGRAM) || System.getenv("BROWSER_REQUIRED") != null, "Chromium is not installed");
    }

    /** A driver that downloads nothing. */
    static Playwright driver() {
        return Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    }

    static Browser launch(Playwright driver) {
        return driver.chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(PROGRAM)
                        .setArgs(List.of(
                                "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking")));
    }
}
