package dev.latchkey.page;

import io.quarkus.qute.TemplateInstance;
import jakarta.ws.rs.core.Response;

/** A page as an answer: without scripts, and with forms that send to us alone. The other security headers are those of every answer. */
final class Page {

    private static final String POLICY =
            "default-src 'none'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    private Page() {}

    static Response of(int status, TemplateInstance page) {
        return Response.status(status)
                .entity(page.render())
                .type("text/html;charset=UTF-8")
                .header("Content-Security-Policy", POLICY)
                .build();
    }
}
