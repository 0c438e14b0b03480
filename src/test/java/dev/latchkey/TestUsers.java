package dev.latchkey;

import dev.latchkey.password.Passwords;
import dev.latchkey.user.NewUser;
import dev.latchkey.user.UserView;
import dev.latchkey.user.Users;
import io.quarkus.arc.Arc;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes users for tests, each with a name of its own: {@code TestUsers.user().withRole("admin").create()}. */
public final class TestUsers {

    public static final String PASSWORD = "correct horse battery staple";

    private final List<String> roles = new ArrayList<>();
    private String username = unique();
    private @Nullable String email = username;
    private @Nullable String name;

    private TestUsers() {}

    public static TestUsers user() {
        return new TestUsers();
    }

    /** A canonical address that no other test uses. */
    public static String unique() {
        return "user-" + UUID.randomUUID() + "@example.com";
    }

    public TestUsers withUsername(String value) {
        username = value;
        email = value;
        return this;
    }

    public TestUsers withRole(String role) {
        roles.add(role);
        return this;
    }

    public TestUsers withName(String value) {
        name = value;
        return this;
    }

    public TestUsers withEmail(String value) {
        email = value;
        return this;
    }

    public TestUsers withoutEmail() {
        email = null;
        return this;
    }

    public TestUser create() {
        String hash = bean(Passwords.class).hash(PASSWORD);
        UserView user = bean(Users.class)
                .create(
                        new NewUser(username, email, name, roles, hash),
                        null,
                        bean(Clock.class).instant())
                .orElseThrow();
        return new TestUser(user.id(), user.username());
    }

    static <T> T bean(Class<T> type) {
        return Arc.container().instance(type).get();
    }
}
