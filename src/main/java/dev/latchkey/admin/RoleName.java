package dev.latchkey.admin;

import static java.lang.annotation.ElementType.TYPE_USE;

import jakarta.validation.Constraint;
import jakarta.validation.Payload;
import jakarta.validation.ReportAsSingleViolation;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The name of a role, as it will stand in {@code @RolesAllowed} and in the claim {@code groups}. */
@NotNull
@Pattern(regexp = RoleName.PATTERN)
@ReportAsSingleViolation
@Constraint(validatedBy = {})
@Target(TYPE_USE)
@Retention(RetentionPolicy.RUNTIME)
@interface RoleName {

    String PATTERN = "[A-Za-z][A-Za-z0-9_.:-]{0,62}";

    String message() default "must be a letter followed by up to 62 letters, digits or _ . : -";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};
}
