package dev.latchkey.signin;

import dev.latchkey.password.Passwords;
import dev.latchkey.problem.PlainProblems;
import dev.latchkey.problem.WholeBodies;
import dev.latchkey.throttle.Attempts;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets in as many sign-ins as are hashed or may wait for it, and as many as one account has wait for each other, or that one would hold
 * every place with the hashes idle. The others are refused where that costs least: on the event loop, before a thread, a parser or a
 * query is spent on them. A crowd that came through to the threads would stand before everybody else's requests there (standards T-07).
 */
@ApplicationScoped
class SignInGate {

    private final Passwords passwords;
    private final PlainProblems problems;
    private final AtomicInteger inside = new AtomicInteger();

    SignInGate(Passwords passwords, PlainProblems problems) {
        this.passwords = passwords;
        this.problems = problems;
    }

    void guard(@Observes Router router) {
        router.post("/auth/sign-in").order(WholeBodies.AFTER).handler(this::admit);
    }

    /** How many are let in at once, at the most. */
    int places() {
        return passwords.places() + Attempts.MOST_AT_ONCE;
    }

    /** How many are let in at the moment. */
    int inside() {
        return inside.get();
    }

    private void admit(RoutingContext exchange) {
        if (inside.incrementAndGet() > places()) {
            inside.decrementAndGet();
            problems.send(passwords.busy(), exchange.response());
            return;
        }
        exchange.addEndHandler(over -> inside.decrementAndGet());
        exchange.next();
    }
}
