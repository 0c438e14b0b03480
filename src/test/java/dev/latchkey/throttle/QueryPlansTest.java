package dev.latchkey.throttle;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.oneOf;

import dev.latchkey.SessionRows;
import dev.latchkey.TestUser;
import dev.latchkey.TestUsers;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.util.Map;
import org.hibernate.SessionFactory;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Hibernate keeps the plans of native queries, up to 2048. It recognises none whose result is asked for as a scalar class: each
 * execution adds one, all of them with one hash code, and the next is compared with them all.
 */
@QuarkusTest
@TestProfile(DefaultBudgets.class)
class QueryPlansTest {

    private static final int TIMES = 20;

    @Inject
    SessionFactory sessionFactory;

    @Inject
    SessionRows rows;

    @BeforeEach
    @AfterEach
    void forget() {
        rows.forgetBuckets();
    }

    @Test
    @DisplayName("signing in, and being refused, leave no plan each time")
    void plansAreRecognised() {
        TestUser user = TestUsers.user().create();
        String nobody = TestUsers.unique();
        user.signIn();
        for (int i = 0; i < 8; i++) {
            guess(nobody);
        }
        int before = plans();

        for (int i = 0; i < TIMES; i++) {
            user.signIn();
            guess(nobody);
        }

        assertThat(plans() - before).as("more plans").isLessThan(TIMES);
    }

    private static void guess(String username) {
        given().contentType(ContentType.JSON)
                .body(Map.of("username", username, "password", "not the right one, not at all"))
                .post("/auth/sign-in")
                .then()
                .statusCode(oneOf(401, 429));
    }

    private int plans() {
        return sessionFactory
                .unwrap(SessionFactoryImplementor.class)
                .getQueryEngine()
                .getInterpretationCache()
                .getNumberOfCachedQueryPlans();
    }
}
