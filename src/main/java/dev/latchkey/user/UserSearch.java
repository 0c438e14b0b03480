package dev.latchkey.user;

import io.quarkus.hibernate.orm.panache.Panache;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.Session;
import org.hibernate.query.NativeQuery;

/**
 * The query behind the list of users. A beginning is asked for as a range of bytes, so nothing that is typed has a meaning to the
 * database, as wildcards would have. The id is the order and the cursor: a user who is there throughout stands on one page, whoever
 * comes and goes.
 *
 * @param sql with named parameters
 */
record UserSearch(String sql, Map<String, Object> parameters) {

    /** Of all characters the last, in bytes of UTF-8 too. */
    private static final String END = "\uDBFF\uDFFF";

    static UserSearch of(UserFilter filter, Optional<UUID> after, int limit) {
        Map<String, Object> parameters = new HashMap<>();
        List<String> conditions = new ArrayList<>();
        conditions.add("id > :after");
        parameters.put("after", after.orElse(new UUID(0, 0)));
        filter.search().ifPresent(search -> {
            List<String> ranges = new ArrayList<>();
            ranges.add("lower(name) ~>=~ lower(:name) AND lower(name) ~<~ lower(:name_end)");
            parameters.put("name", search);
            parameters.put("name_end", search + END);
            Usernames.canonical(search).ifPresent(canonical -> {
                ranges.add("username ~>=~ :text AND username ~<~ :text_end");
                ranges.add("email ~>=~ :text AND email ~<~ :text_end");
                parameters.put("text", canonical);
                parameters.put("text_end", canonical + END);
            });
            conditions.add("((" + String.join(") OR (", ranges) + "))");
        });
        filter.role().ifPresent(role -> {
            conditions.add("roles @> ARRAY[CAST(:role AS text)]");
            parameters.put("role", role);
        });
        filter.disabled()
                .ifPresent(disabled -> conditions.add(disabled ? "disabled_at IS NOT NULL" : "disabled_at IS NULL"));
        return new UserSearch(
                "SELECT * FROM app_user WHERE " + String.join(" AND ", conditions) + " ORDER BY id LIMIT " + limit,
                Map.copyOf(parameters));
    }

    static List<User> page(UserFilter filter, Optional<UUID> after, int limit) {
        UserSearch search = of(filter, after, limit);
        Session session = Panache.getEntityManager().unwrap(Session.class);
        // the best way to a rare name is the worst to a frequent one: each search is planned for what it asks
        session.createNativeQuery("SELECT set_config('plan_cache_mode', 'force_custom_plan', true)", Object.class)
                .getSingleResult();
        NativeQuery<User> query = session.createNativeQuery(search.sql(), User.class);
        search.parameters().forEach(query::setParameter);
        return query.getResultList();
    }

    @Override
    public String toString() {
        return "UserSearch";
    }
}
