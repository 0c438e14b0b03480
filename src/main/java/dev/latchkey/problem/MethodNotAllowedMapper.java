package dev.latchkey.problem;

import io.quarkus.resteasy.reactive.server.runtime.ResteasyReactiveRecorder;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jboss.resteasy.reactive.server.mapping.RuntimeResource;
import org.jboss.resteasy.reactive.server.util.RuntimeResourceVisitor;

/**
 * A 405 must say which methods are allowed (RFC 9110 §15.5.6); the framework leaves that out. Its own routes are asked, not the
 * annotations: a native executable keeps no methods to find annotations on.
 */
class MethodNotAllowedMapper {

    private record Route(Pattern path, String method) {}

    private final ProblemMapper problems;
    private final List<Route> routes = new ArrayList<>();

    MethodNotAllowedMapper(ProblemMapper problems) {
        this.problems = problems;
        RuntimeResourceVisitor.visitRuntimeResources(
                "", ResteasyReactiveRecorder.getCurrentDeployment().getClassMappers(), new RuntimeResourceVisitor() {
                    @Override
                    public void visitRuntimeResource(String method, String template, RuntimeResource resource) {
                        Pattern path = Pattern.compile(template.replaceAll("\\{[^}]+}", "[^/]+"));
                        routes.add(new Route(path, method));
                    }
                });
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
}
