package dev.latchkey.page;

import static io.restassured.RestAssured.given;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import dev.latchkey.Requirement;
import dev.latchkey.TestUser;
import dev.latchkey.TestUsers;
import dev.latchkey.Translations;
import dev.latchkey.mail.TestMails;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.hamcrest.Matcher;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages behind links speak the language that the browser asks for. */
@QuarkusTest
class PageLanguagesTest {

    private static final List<String> PATHS = List.of("/auth/not-me", "/auth/verify-email", "/auth/reset-password");

    private final TestUser user = TestUsers.user().create();

    @ParameterizedTest
    @ValueSource(strings = {"de", "fr", "es", "zh"})
    void translationsAreComplete(String language) throws IOException {
        Translations.assertComplete(PageMessages.class, "page", language);
        assertThat(words(language)).containsEntry("language", language);
    }

    @ParameterizedTest
    @DisplayName("questions, answers and refusals, with their lang and what they depend on")
    @ValueSource(strings = {"en", "de", "fr", "es", "zh"})
    void everyPageInEveryLanguage(String language) throws IOException {
        Map<String, String> words = words(language);
        user.signInWith("curl/8.5.0");
        given().auth()
                .oauth2(user.signIn().access())
                .contentType(ContentType.JSON)
                .body(Map.of("email", user.username()))
                .put("/auth/me/email")
                .then()
                .statusCode(202);
        walk("/auth/verify-email", token("/auth/verify-email"), "verifyEmail", "deadLinkAgain", words);

        given().contentType(ContentType.JSON)
                .body(Map.of("email", user.username()))
                .post("/auth/password/forgot")
                .then()
                .statusCode(202);
        String reset = token("/auth/reset-password");
        assertRefused(reset, "short", text(words, "resetPasswordTooShort").replace("{least}", "15"), words);
        assertRefused(reset, "x".repeat(300), text(words, "resetPasswordTooLong"), words);
        assertRefused(reset, "password", text(words, "resetPasswordCommon"), words);
        assertRefused(reset, user.username().replace("@example.com", ""), text(words, "resetPasswordContext"), words);
        walk("/auth/reset-password", reset, "resetPassword", "deadLinkAgain", words);

        walk("/auth/not-me", token("/auth/not-me"), "notMe", "deadLinkWhat", words);
    }

    @ParameterizedTest
    @DisplayName("the first language that there is, and English for whatever is none")
    @CsvSource(
            delimiter = '|',
            value = {
                "de-CH, fr;q=0.9 | de",
                "zh-Hans-CN | zh",
                "ja, es;q=0.5 | es",
                "ja | en",
                "- | en",
                "*;q=0.1 | en",
                "';;;,,,' | en",
                "'<script>\"''; ../../de' | en"
            })
    @Requirement("L-03")
    void headerIsSurvived(String header, String language) {
        for (String path : PATHS) {
            assertSpeaks(given().header("Accept-Language", header).get(path), language)
                    .statusCode(400);
        }
    }

    @Test
    void withoutAHeaderItIsEnglish() {
        PATHS.forEach(path -> {
            assertSpeaks(given().get(path), "en").statusCode(400);
            assertSpeaks(given().header("Accept-Language", "de,".repeat(1_000)).get(path), "en")
                    .statusCode(400);
        });
    }

    private static ValidatableResponse assertSpeaks(Response page, String language) {
        return page.then()
                .header("Vary", equalTo("Accept-Language"))
                .header("Content-Language", equalTo(language))
                .body(containsString("<html lang=\"" + language + "\">"));
    }

    private static void walk(String path, String token, String page, String dead, Map<String, String> words) {
        String language = text(words, "language");
        assertSpeaks(given().header("Accept-Language", language).get(path + "?token=" + token), language)
                .statusCode(200)
                .body(has(words, page + "Title", page + "What", page + "Button"));
        Map<String, String> form = Map.of("token", token, "new_password", "four other words entirely");
        assertSpeaks(post(path, form, language), language)
                .statusCode(200)
                .body(has(words, page + "DoneTitle", page + "DoneWhat"));
        assertSpeaks(post(path, form, language), language).statusCode(400).body(has(words, "deadLinkTitle", dead));
    }

    private static void assertRefused(String token, String password, String reason, Map<String, String> words) {
        String language = text(words, "language");
        Map<String, String> form = Map.of("token", token, "new_password", password);
        assertSpeaks(post("/auth/reset-password", form, language), language)
                .statusCode(400)
                .body(
                        has(words, "resetPasswordRefused", "resetPasswordField"),
                        containsString("<li>" + escaped(reason) + "</li>"));
    }

    private static Response post(String path, Map<String, String> form, String language) {
        return given().header("Accept-Language", language)
                .contentType("application/x-www-form-urlencoded; charset=UTF-8")
                .formParams(form)
                .post(path);
    }

    private static Matcher<String> has(Map<String, String> words, String... keys) {
        List<Matcher<? super String>> texts = new ArrayList<>();
        texts.add(not(containsString("{")));
        for (String key : keys) {
            texts.add(containsString(">" + escaped(text(words, key)) + "<"));
        }
        return allOf(texts);
    }

    private static String text(Map<String, String> words, String key) {
        return requireNonNull(words.get(key), key);
    }

    private static String escaped(String text) {
        return text.replace("'", "&#39;");
    }

    private String token(String path) {
        return TestMails.sentTo(user.username()).stream()
                .filter(mail -> mail.text().contains(path + "?"))
                .map(TestMails.Received::token)
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, String> words(String language) throws IOException {
        return Translations.words(PageMessages.class, "page", language);
    }
}
