package dev.latchkey.problem;

import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** A 405 must say which methods are allowed (RFC 9110 §15.5.6); the framework leaves that out. */
class MethodNotAllowedMapper {

    private record Route(Pattern path, String method) {}

    private final ProblemMapper problems;
    private final List<Route> routes = new ArrayList<>();

    MethodNotAllowedMapper(ProblemMapper problems, BeanManager beans) {
        this.problems = problems;
        for (Bean<?> bean : beans.getBeans(Object.class, Any.Literal.INSTANCE)) {
            Path path = bean.getBeanClass().getAnnotation(Path.class);
            if (path != null) {
                Arrays.stream(bean.getBeanClass().getMethods()).forEach(method -> addRoutes(path.value(), method));
            }
        }
    }

    @ServerExceptionMapper
    Response methodNotAllowed(NotAllowedException exception, UriInfo uri) {
        Set<String> allowed = new TreeSet<>(Set.of(HttpMethod.OPTIONS));
        for (Route route : routes) {
            if (route.path().matcher(uri.getPath()).matches()) {
                allowed.add(route.method());
            }
        }
        if (allowed.contains(HttpMethod.GET)) {
            allowed.add(HttpMethod.HEAD);
        }
        return Response.fromResponse(problems.problem(
                        new ProblemException(ProblemType.METHOD_NOT_ALLOWED, "The Allow header lists the methods.")))
                .header(HttpHeaders.ALLOW, String.join(", ", allowed))
                .build();
    }

    private void addRoutes(String classPath, Method method) {
        Path methodPath = method.getAnnotation(Path.class);
        String template = classPath + (methodPath == null ? "" : methodPath.value());
        Pattern path = Pattern.compile(template.replaceAll("\\{[^}]+}", "[^/]+"));
        for (Annotation annotation : method.getAnnotations()) {
            HttpMethod httpMethod = annotation.annotationType().getAnnotation(HttpMethod.class);
            if (httpMethod != null) {
                routes.add(new Route(path, httpMethod.value()));
            }
        }
    }
}
