package dev.latchkey.page;

import dev.latchkey.identity.ClientAddress;
import dev.latchkey.problem.DatabaseFault;
import dev.latchkey.problem.ProblemException;
import dev.latchkey.problem.ProblemType;
import dev.latchkey.signin.Languages;
import dev.latchkey.throttle.SourceLimits;
import io.quarkus.qute.TemplateInstance;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Pages as answers: in the language that the browser asks for, without scripts, and with forms that send to us alone. The other security
 * headers are those of every answer.
 */
@ApplicationScoped
class Pages {

    private static final String POLICY =
            "default-src 'none'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    /** What is over by itself. */
    private static final Set<ProblemType> PASSING =
            Set.of(ProblemType.TOO_MANY_ATTEMPTS, ProblemType.BUSY, ProblemType.UNAVAILABLE);

    private final Languages languages;
    private final SourceLimits limits;
    private final ClientAddress clientAddress;

    Pages(Languages languages, SourceLimits limits, ClientAddress clientAddress) {
        this.languages = languages;
        this.limits = limits;
        this.clientAddress = clientAddress;
    }

    Response of(int status, TemplateInstance page) {
        Locale language = languages.current();
        return Response.status(status)
                .entity(page.setLocale(language).render())
                .type("text/html;charset=UTF-8")
                .language(language)
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_LANGUAGE)
                .header("Content-Security-Policy", POLICY)
                .build();
    }

    /** A link that cannot be used is told in the same way whatever is the matter with it. */
    Response dead(TemplateInstance page) {
        return of(400, page);
    }

    /**
     * The answer to a form that has a button and nothing else. A link that cannot be used counts against the source.
     *
     * @param use takes the token and the address of the browser, and says whether the link was good
     */
    Response pressed(
            @Nullable String form,
            HttpServerRequest http,
            BiPredicate<@Nullable String, String> use,
            TemplateInstance done,
            TemplateInstance deadLink) {
        return orLater(() -> {
            String ip = clientAddress.of(http);
            if (use.test(FormFields.field(form, "token").orElse(null), ip)) {
                return of(200, done);
            }
            limits.spend(SourceLimits.Call.LINK, ip);
            return dead(deadLink);
        });
    }

    /** The page, or one that says to come back: whoever presses a button cannot read a problem in JSON. */
    Response orLater(Supplier<Response> page) {
        try {
            return page.get();
        } catch (RuntimeException e) {
            return passing(e).map(this::later).orElseThrow(() -> e);
        }
    }

    private static Optional<ProblemException> passing(RuntimeException thrown) {
        return thrown instanceof ProblemException problem
                ? Optional.of(problem).filter(it -> PASSING.contains(it.type()))
                : DatabaseFault.outage(thrown);
    }

    private Response later(ProblemException problem) {
        Response.ResponseBuilder later = Response.fromResponse(of(problem.type().status(), Templates.later()));
        problem.headers().forEach(later::header);
        return later.build();
    }
}
