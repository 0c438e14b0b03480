package dev.latchkey.problem;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.latchkey.Requirement;
import dev.latchkey.TestUser;
import dev.latchkey.TestUsers;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What reads. The pages behind mailed links, which no description lists, have tests of their own. */
@QuarkusTest
class SafeMethodsTest {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final List<String> SAFE = List.of("GET", "HEAD", "OPTIONS");

    @TestHTTPResource("/")
    URI base;

    @Inject
    DataSource database;

    @Test
    @Requirement("C-09")
    @DisplayName("no path of the API's description changes a row when it is read, for an administrator either")
    void readingChangesNothing() throws Exception {
        TestUser admin = TestUsers.user().withRole("admin").withRole("service").create();
        String token = admin.signIn().access();
        List<String> answered = new ArrayList<>();
        Map<String, String> before = rows();

        for (String path : paths()) {
            for (String method : SAFE) {
                answered.add(
                        send(method, path.replaceAll("\\{[^}]+}", admin.id().toString()), token));
            }
        }

        assertThat(rows()).isEqualTo(before);
        assertThat(answered)
                .contains("200 GET /admin/users", "200 GET /admin/users/" + admin.id(), "405 GET /auth/sign-out")
                .hasSizeGreaterThan(100);
    }

    @Test
    @DisplayName("a row that changes is seen, so the comparison can fail")
    void writingShows() throws Exception {
        Map<String, String> before = rows();

        TestUsers.user().create();

        assertThat(rows()).isNotEqualTo(before);
    }

    private Collection<String> paths() throws IOException {
        List<String> paths = new ArrayList<>();
        new ObjectMapper()
                .readTree(given().get("/q/openapi?format=json").asString())
                .path("paths")
                .fieldNames()
                .forEachRemaining(paths::add);
        return paths;
    }

    private String send(String method, String path, String token) throws IOException, InterruptedException {
        HttpResponse<InputStream> reply = HTTP.send(
                HttpRequest.newBuilder(base.resolve(path))
                        .header("Authorization", "Bearer " + token)
                        .method(method, BodyPublishers.noBody())
                        .build(),
                BodyHandlers.ofInputStream());
        // one of them never ends
        reply.body().close();
        return reply.statusCode() + " " + method + " " + path;
    }

    /** The contents of every table, as a digest. */
    private Map<String, String> rows() throws SQLException {
        Map<String, String> rows = new TreeMap<>();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            for (String table : tables(statement)) {
                try (ResultSet digest = statement.executeQuery(
                        "SELECT count(*) || ' ' || coalesce(sum(hashtextextended(t::text, 0)), 0) FROM " + table
                                + " t")) {
                    digest.next();
                    rows.put(table, digest.getString(1));
                }
            }
        }
        assertThat(rows).containsKeys("session", "app_user", "audit_event");
        return rows;
    }

    private static List<String> tables(Statement statement) throws SQLException {
        List<String> tables = new ArrayList<>();
        try (ResultSet names = statement.executeQuery("""
                SELECT format('%I', relname) FROM pg_class
                 WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace""")) {
            while (names.next()) {
                tables.add(names.getString(1));
            }
        }
        return tables;
    }
}
