package dev.drover.api.definition;

import dev.drover.api.problem.Fails;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** On an operation that takes a definition: what {@link DefinitionRules} may say of it. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Fails({
    "422 name_required",
    "422 name_too_long",
    "422 command_or_url",
    "422 command_too_long",
    "422 command_not_allowed",
    "422 too_many_args",
    "422 invalid_env_name",
    "422 invalid_url",
    "422 url_not_allowed",
    "422 invalid_transport",
    "422 invalid_header_name",
    "422 invalid_restart",
    "422 invalid_characters",
    "422 invalid_field",
    "422 field_not_applicable",
    "422 timeout_out_of_range",
    "422 definition_too_large",
    "422 nothing_to_keep"
})
public @interface DefinitionFailures {}
