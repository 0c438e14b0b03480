package dev.latchkey.signin;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.Requirement;
import dev.latchkey.TestUser;
import dev.latchkey.TestUsers;
import dev.latchkey.Tokens;
import dev.latchkey.Translations;
import dev.latchkey.mail.TestMails;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every mail in every language, and who gets which. */
@QuarkusTest
class MailLanguagesTest {

    private static final String FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";

    static Stream<Arguments> translations() {
        return Stream.of("de", "fr", "es", "zh")
                .flatMap(language -> Stream.of(
                        Arguments.of(AccountMessages.class, "account", language),
                        Arguments.of(NoticeMessages.class, "notice", language)));
    }

    @ParameterizedTest
    @DisplayName("each translation has every message, none besides, with the same placeholders and other words")
    @MethodSource("translations")
    void translationsAreComplete(Class<?> bundle, String name, String language) throws IOException {
        Translations.assertComplete(bundle, name, language);
    }

    @ParameterizedTest
    @DisplayName("every mail comes in the language asked for, whole, its link on a line of its own")
    @ValueSource(strings = {"en", "de", "fr", "es", "zh"})
    void everyMailInEveryLanguage(String language) throws IOException {
        TestUser user = TestUsers.user().create();
        Map<String, Object> headers = Map.of("Accept-Language", language);
        Tokens first = user.signIn(Map.of(), Map.of("User-Agent", FIREFOX, "Accept-Language", language));
        Tokens second = user.signIn(Map.of(), Map.of("User-Agent", "curl/8.5.0", "Accept-Language", language));
        post("/auth/sign-up", headers, Map.of("email", user.username(), "password", TestUsers.PASSWORD));
        post("/auth/password/forgot", headers, Map.of("email", user.username()));
        TestMails.sentTo(user.username());
        first.refreshed().refreshed();
        refresh(first, headers);
        String newAddress = TestUsers.unique();
        given().headers(headers)
                .auth()
                .oauth2(second.access())
                .contentType(ContentType.JSON)
                .body(Map.of("email", newAddress))
                .put("/auth/me/email")
                .then()
                .statusCode(202);
        given().headers(headers)
                .auth()
                .oauth2(second.access())
                .contentType(ContentType.JSON)
                .body(Map.of("current_password", TestUsers.PASSWORD, "new_password", "four other words entirely"))
                .put("/auth/password")
                .then()
                .statusCode(200);

        List<TestMails.Received> mails = Stream.concat(
                        TestMails.sentTo(user.username()).stream(), TestMails.sentTo(newAddress).stream())
                .toList();
        Map<String, String> account = Translations.words(AccountMessages.class, "account", language);
        Map<String, String> notice = Translations.words(NoticeMessages.class, "notice", language);
        assertThat(mails)
                .extracting(TestMails.Received::subject)
                .containsExactlyInAnyOrder(
                        inEnglishToo(NoticeMessages.class, "newDeviceSubject", notice),
                        account.get("repeatedSubject"),
                        account.get("resetSubject"),
                        inEnglishToo(NoticeMessages.class, "theftSubject", notice),
                        inEnglishToo(AccountMessages.class, "oldAddressSubject", account),
                        account.get("newAddressSubject"),
                        inEnglishToo(AccountMessages.class, "changedSubject", account));
        assertThat(mails).allSatisfy(mail -> {
            assertThat(mail.html()).contains("<html lang=\"" + language + "\">");
            assertThat(mail.text() + mail.html()).doesNotContain("{", "}", "NOT_FOUND", "null");
            if (!mail.subject().equals(account.get("repeatedSubject"))) {
                assertThat(mail.text().lines()).contains(mail.link());
                assertThat(mail.link()).matches("http://localhost:8080/auth/[a-z-]+\\?token=lk[npe]_[A-Za-z0-9_-]{43}");
                assertThat(mail.html()).contains("<a href=\"" + mail.link() + "\">");
            }
        });
    }

    @Test
    @Requirement("P-17")
    @DisplayName("whoever causes a notice chooses one of its languages, never both: its owner can read it")
    void noticesAreInEnglishToo() {
        TestUser user = TestUsers.user().create();
        Tokens tokens = user.signIn(Map.of(), Map.of("User-Agent", FIREFOX));
        user.signIn(Map.of(), Map.of("User-Agent", "curl/8.5.0", "Accept-Language", "zh"));
        given().header("Accept-Language", "zh")
                .auth()
                .oauth2(tokens.access())
                .contentType(ContentType.JSON)
                .body(Map.of("current_password", TestUsers.PASSWORD, "new_password", "four other words entirely"))
                .put("/auth/password")
                .then()
                .statusCode(200);

        assertThat(TestMails.sentTo(user.username())).hasSize(2).allSatisfy(mail -> {
            assertThat(mail.subject()).containsPattern("^\\P{ASCII}+ / [A-Z]");
            assertThat(mail.text()).contains("not you").containsPattern("\\p{IsHan}");
            assertThat(mail.text().lines().filter(mail.link()::equals)).hasSize(1);
        });
    }

    private static String inEnglishToo(Class<?> bundle, String key, Map<String, String> words) throws IOException {
        String english = Translations.words(bundle, "", "en").getOrDefault(key, "");
        String own = words.getOrDefault(key, "");
        return own.equals(english) ? english : own + " / " + english;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "de-CH, fr;q=0.9 | de",
                "zh-Hans-CN | zh",
                "ja, es;q=0.5, en;q=0.4 | es",
                "ja | en",
                "'' | en",
                "- | en",
                "-,-;q=0.5 | en",
                "*;q=0.1 | en",
                "de;q=2 | en",
                "';;;,,,' | en"
            })
    void languageIsTheFirstThatThereIs(String header, String language) {
        assertThat(Languages.of(header)).isEqualTo(Locale.forLanguageTag(language));
    }

    @Test
    @Requirement("L-03")
    @DisplayName("a header of whatever length or content is English, and no error")
    void hostileHeadersAreEnglish() {
        assertThat(Languages.of(null)).isEqualTo(Locale.ENGLISH);
        assertThat(Languages.of("de,".repeat(5_000))).isEqualTo(Locale.ENGLISH);
        TestUser user = TestUsers.user().create();
        post(
                "/auth/password/forgot",
                Map.of("Accept-Language", "<script>\"';drop, ../../de"),
                Map.of("email", user.username()));

        assertThat(TestMails.sentTo(user.username()).get(0).subject()).isEqualTo("Set another password");
    }

    private static void post(String path, Map<String, ?> headers, Map<String, String> body) {
        given().headers(headers)
                .contentType(ContentType.JSON)
                .body(body)
                .post(path)
                .then()
                .statusCode(202);
    }

    private static void refresh(Tokens tokens, Map<String, ?> headers) {
        given().headers(headers)
                .contentType(ContentType.JSON)
                .body(Map.of("refresh_token", tokens.refresh()))
                .post("/auth/refresh")
                .then()
                .statusCode(401);
    }
}
