package dev.latchkey.signin;

import io.quarkus.arc.Arc;
import io.quarkus.qute.i18n.Localized;
import io.quarkus.qute.i18n.MessageBundles;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Which language to write to somebody in: the first of those that their request asks for in which there are words, else English. */
@ApplicationScoped
public class Languages {

    static final List<Locale> KNOWN =
            List.of(Locale.ENGLISH, Locale.GERMAN, Locale.FRENCH, Locale.forLanguageTag("es"), Locale.CHINESE);

    /** Longer lists are no browser's, and not worth the time it takes to sort them. */
    private static final int MAX_HEADER = 200;

    private final CurrentVertxRequest request;

    Languages(CurrentVertxRequest request) {
        this.request = request;
    }

    /** That of the current request. */
    public Locale current() {
        if (!Arc.container().requestContext().isActive()) {
            return Locale.ENGLISH;
        }
        return of(Optional.ofNullable(request.getCurrent())
                .map(RoutingContext::request)
                .map(it -> it.getHeader(HttpHeaders.ACCEPT_LANGUAGE))
                .orElse(null));
    }

    /** The messages of a bundle in one of the languages. */
    static <T> T words(Class<T> bundle, Locale language) {
        return language.equals(Locale.ENGLISH)
                ? MessageBundles.get(bundle)
                : MessageBundles.get(bundle, Localized.Literal.of(language.toLanguageTag()));
    }

    /**
     * What is written of an account's safety: in the language of the request that caused it and, should that be another, in English too.
     * The request may be a thief's, who would choose one that the owner cannot read.
     */
    static MailText andEnglish(Locale language, Function<Locale, MailText> written) {
        MailText own = written.apply(language);
        return language.equals(Locale.ENGLISH) ? own : own.and(written.apply(Locale.ENGLISH));
    }

    /** That of an {@code Accept-Language} header, which is whatever a client sends. */
    static Locale of(@Nullable String header) {
        if (header == null || header.length() > MAX_HEADER) {
            return Locale.ENGLISH;
        }
        try {
            return Optional.ofNullable(Locale.lookup(Locale.LanguageRange.parse(header), KNOWN))
                    .orElse(Locale.ENGLISH);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) { // the latter for "-", by Java 17
            return Locale.ENGLISH;
        }
    }
}
