package dev.latchkey.admin;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.TestUsers;
import dev.latchkey.Tokens;
import dev.latchkey.password.Passwords;
import io.agroal.api.AgroalDataSource;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

/** Imports of an administrator of its own, of users whose names nobody else has. */
class ImportCalls {

    static final String PATH = "/admin/users/import";

    private final AgroalDataSource database;
    private final String own = "i" + UUID.randomUUID().toString().replace("-", "");
    private final Tokens admin = TestUsers.user().withRole("admin").create().signIn();
    private final String hash;

    ImportCalls(Passwords passwords, AgroalDataSource database) {
        this.database = database;
        this.hash = passwords.hash(TestUsers.PASSWORD);
    }

    /** What all their names begin with. */
    String own() {
        return own;
    }

    Tokens admin() {
        return admin;
    }

    String hash() {
        return hash;
    }

    String adminId() {
        return me("id");
    }

    String adminName() {
        return me("username");
    }

    private String me(String member) {
        return given().auth().oauth2(admin.access()).get("/auth/me").path(member);
    }

    String good(int number) {
        return "{\"username\":\"%s-%d\",\"name\":\"N\",\"password_hash\":\"%s\"}".formatted(own, number, hash);
    }

    ValidatableResponse send(String text) {
        return send(text, "");
    }

    ValidatableResponse send(String text, String query) {
        return send(text.getBytes(StandardCharsets.UTF_8), query);
    }

    ValidatableResponse send(byte[] body, String query) {
        return given().auth()
                .oauth2(admin.access())
                .contentType("application/x-ndjson")
                .body(body)
                .post(PATH + query)
                .then();
    }

    long number(String sql) throws SQLException {
        return Long.parseLong(text(sql));
    }

    String text(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            assertThat(result.next()).as(sql).isTrue();
            return result.getString(1);
        }
    }
}
