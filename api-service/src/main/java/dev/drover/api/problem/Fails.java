package dev.drover.api.problem;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Which problems an operation, or each of a controller, may end with beside those that any request may: each a status and
 * a code, such as {@code "409 name_taken"}. It is the operation's description, which tests hold against its answers.
 */
@Documented
@Target({ElementType.METHOD, ElementType.TYPE, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface Fails {
    String[] value();
}
