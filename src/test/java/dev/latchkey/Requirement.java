package dev.latchkey;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The requirements of {@code src/docs/requirements.md} that a test proves, by their ids. On a class: that its tests prove together.
 * {@link RequirementsTest} keeps the table.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Requirement {

    String[] value();
}
