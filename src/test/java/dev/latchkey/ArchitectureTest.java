package dev.latchkey;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.latchkey.key.KeyFollower;
import dev.latchkey.problem.RecurringWork;
import dev.latchkey.revocation.ExpirySweep;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import jakarta.persistence.Entity;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The rules of the house, see the package-info of each package for who may import whom. */
class ArchitectureTest {

    private static final JavaClasses CODE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.latchkey");

    /** From the ground up; imports go down only, never up and never sideways. */
    private static final List<List<String>> FLOORS = List.of(
            List.of("support", "problem"),
            List.of("audit", "revocation"),
            List.of("key", "user", "password", "throttle", "mail"),
            List.of("session", "client"),
            List.of("token", "factor"),
            List.of("identity"),
            List.of("signin"),
            List.of("privacy", "oauth", "sample", "ops"),
            List.of("page", "admin"));

    @Test
    void packagesAreFreeOfCycles() {
        slices().matching("dev.latchkey.(*)..").should().beFreeOfCycles().check(CODE);
    }

    @TestFactory
    Stream<DynamicTest> importsGoDownOnly() {
        return FLOORS.stream()
                .flatMap(List::stream)
                .map(name -> DynamicTest.dynamicTest(
                        name,
                        () -> noClasses()
                                .that()
                                .resideInAPackage(in(name))
                                .should()
                                .dependOnClassesThat()
                                .resideInAnyPackage(forbiddenFor(name))
                                .allowEmptyShould(true)
                                .check(CODE)));
    }

    @Test
    void everyPackageStandsOnAFloor() {
        Stream<String> packages = CODE.stream().map(JavaClass::getPackageName).distinct();

        assertThat(packages)
                .allMatch(name -> name.equals("dev.latchkey.embedded")
                        || FLOORS.stream()
                                .flatMap(List::stream)
                                .anyMatch(known -> name.equals("dev.latchkey." + known)));
    }

    @Test
    void embeddedStandsAlone() {
        noClasses()
                .that()
                .resideInAPackage(in("embedded"))
                .should()
                .dependOnClassesThat(ours().and(resideOutsideOfPackage(in("embedded"))))
                .check(CODE);
        noClasses()
                .that()
                .resideOutsideOfPackage(in("embedded"))
                .should()
                .dependOnClassesThat(resideInAPackage(in("embedded")))
                .check(CODE);
    }

    @Test
    void entitiesAndResourcesStayInTheirPackage() {
        classes()
                .that()
                .areAnnotatedWith(Entity.class)
                .should()
                .bePackagePrivate()
                .check(CODE);
        classes()
                .that()
                .areAnnotatedWith(Path.class)
                .should()
                .bePackagePrivate()
                .check(CODE);
    }

    @Test
    void onlySupportReadsTheClockOrDrawsRandomness() {
        noClasses()
                .that()
                .resideOutsideOfPackages(in("support"), in("embedded"))
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callConstructor(Date.class)
                .orShould()
                .callMethod(UUID.class, "randomUUID")
                .orShould()
                .callConstructor(SecureRandom.class)
                .orShould()
                .callMethodWhere(call(Clock.class, "system"))
                .check(CODE);
    }

    @Test
    void injectionIsByConstructor() {
        noFields().should().beAnnotatedWith(Inject.class).check(CODE);
    }

    /** Behind a proxy the peer of a connection is the proxy. */
    @Test
    void onlyClientAddressLooksAtThePeer() {
        noClasses()
                .that()
                .haveNameNotMatching("dev\\.latchkey\\.identity\\.ClientAddress")
                .should()
                .callMethodWhere(call(HttpServerRequest.class, "remoteAddress"))
                .check(CODE);
    }

    /** Every answer is {@code no-store} unless it says otherwise; whoever says so again would only make it look optional. */
    @Test
    void onlySecurityHeadersForbidStoring() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("org.jboss.resteasy.reactive.Cache")
                .check(CODE);
    }

    @Test
    void jaxRsStaysAtTheEdge() {
        noClasses()
                .that(not(nameEndsWithOneOf("Resource", "Filter", "Mapper")))
                .and()
                .resideOutsideOfPackages(in("identity"), in("page"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("jakarta.ws.rs..")
                .check(CODE);
    }

    @Test
    void transactionsBelongToServices() {
        noClasses()
                .that()
                .areAnnotatedWith(Path.class)
                .should()
                .beAnnotatedWith(Transactional.class)
                .check(CODE);
        noMethods()
                .that()
                .areDeclaredInClassesThat()
                .areAnnotatedWith(Path.class)
                .should()
                .beAnnotatedWith(Transactional.class)
                .check(CODE);
    }

    /** While the database is away, nobody wants to read an error with its stack in each round. */
    @Test
    void whatRecursBearsAnOutage() {
        List<JavaMethod> scheduled = CODE.stream()
                .flatMap(type -> type.getMethods().stream())
                .filter(method -> method.isAnnotatedWith(Scheduled.class))
                // says so in words of its own, since it is not on a schedule alone
                .filter(method -> !method.getOwner().isEquivalentTo(KeyFollower.class))
                .toList();

        assertThat(scheduled)
                .isNotEmpty()
                .allMatch(method -> method.getMethodCallsFromSelf().stream()
                        .anyMatch(call -> call.getTargetOwner().isEquivalentTo(RecurringWork.class)
                                || call.getTargetOwner().isEquivalentTo(ExpirySweep.class)));
    }

    /** What a registry makes by itself has no description. */
    @Test
    void metersAreDescribed() {
        noClasses()
                .should()
                .callMethodWhere(call(MeterRegistry.class, "counter"))
                .orShould()
                .callMethodWhere(call(MeterRegistry.class, "gauge"))
                .orShould()
                .callMethodWhere(call(MeterRegistry.class, "timer"))
                .orShould()
                .callMethodWhere(call(MeterRegistry.class, "summary"))
                .check(CODE);
    }

    private static String[] forbiddenFor(String name) {
        int floor = 0;
        while (!FLOORS.get(floor).contains(name)) {
            floor++;
        }
        return FLOORS.subList(floor, FLOORS.size()).stream()
                .flatMap(List::stream)
                .filter(other -> !other.equals(name))
                // the two of the ground floor: problems carry the trace id of support
                .filter(other -> !(name.equals("problem") && other.equals("support")))
                .map(ArchitectureTest::in)
                .toArray(String[]::new);
    }

    private static String in(String name) {
        return "dev.latchkey." + name + "..";
    }

    private static DescribedPredicate<JavaClass> ours() {
        return resideInAPackage("dev.latchkey..");
    }

    private static DescribedPredicate<JavaCall<?>> call(Class<?> owner, String prefix) {
        return DescribedPredicate.describe("call " + owner.getSimpleName() + "." + prefix + "*", call -> {
            AccessTarget target = call.getTarget();
            return target.getOwner().isEquivalentTo(owner) && target.getName().startsWith(prefix);
        });
    }

    private static DescribedPredicate<JavaClass> nameEndsWithOneOf(String... endings) {
        return DescribedPredicate.describe("named *" + String.join(", *", endings), type -> {
            String outermost = type.getName().replaceAll("\\$.*", "");
            return Stream.of(endings).anyMatch(outermost::endsWith);
        });
    }
}
