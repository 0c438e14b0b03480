package dev.latchkey.it;

import dev.latchkey.HeaderScan;
import dev.latchkey.Requirement;
import java.net.URI;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** As in production: an https issuer, and operators on a port of their own. */
class SecurityHeadersIT {

    private static Database database;
    private static Node node;
    private static HeaderScan scan;

    @BeforeAll
    static void start() {
        database = Database.start();
        node = Node.start(database);
        scan = new HeaderScan(
                URI.create(node.client().base()), URI.create(node.management().base()), true);
    }

    @AfterAll
    static void stop() {
        node.close();
        database.close();
    }

    @Test
    @Requirement({"C-12", "C-13", "C-14"})
    @DisplayName("every route of the API, also where it fails")
    void everyRouteSendsThem() throws Exception {
        node.client().signUp("ada@example.com");
        scan.everyRoute(node.client().signIn("ada@example.com").text("access_token"));
    }

    @Test
    @Requirement({"C-12", "C-13", "C-14"})
    @DisplayName("what the framework and the server answer themselves")
    void everyErrorSendsThem() throws Exception {
        scan.everyError();
    }

    @Test
    @Requirement({"C-12", "C-13"})
    @DisplayName("the management port, shared with no origin")
    void pagesForOperatorsSendThem() throws Exception {
        scan.everyPageForOperators();
    }
}
