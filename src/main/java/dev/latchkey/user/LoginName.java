package dev.latchkey.user;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A name that someone signs in with: a username or a verified address. The primary key keeps them one namespace. */
@Entity
@Table(name = "login_name")
class LoginName extends PanacheEntityBase {

    @Id
    private String name;

    @Column(name = "user_id")
    private UUID userId;

    @SuppressWarnings("NullAway.Init")
    protected LoginName() {}

    /** Takes the name for a user whose row this transaction makes or holds; false if somebody has it. Of two at once, one waits and loses. */
    static boolean take(String name, UUID userId) {
        return getEntityManager()
                        .createNativeQuery(
                                "INSERT INTO login_name (name, user_id) VALUES (:name, :user) ON CONFLICT (name) DO NOTHING")
                        .setParameter("name", name)
                        .setParameter("user", userId)
                        .executeUpdate()
                == 1;
    }

    static boolean isOf(String name, UUID userId) {
        return count("name = :name AND userId = :user", Map.of("name", name, "user", userId)) == 1;
    }

    static void deleteOthersOf(UUID userId, List<String> kept) {
        delete("userId = :user AND name NOT IN :kept", Map.of("user", userId, "kept", kept));
    }

    @Override
    public String toString() {
        return "LoginName of " + userId;
    }
}
