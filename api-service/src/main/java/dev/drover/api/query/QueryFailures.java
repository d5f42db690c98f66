package dev.drover.api.query;

import dev.drover.api.problem.Fails;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** On a controller that asks live servers: what {@link QueryProblems} may say instead of an answer. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Fails({
    "404 server_not_found",
    "409 server_not_running",
    "429 too_many_commands",
    "429 too_many_users",
    "502 server_exited",
    "502 server_unreachable",
    "502 server_unauthorized",
    "502 server_error",
    "502 reply_too_large",
    "502 outcome_unknown",
    "502 query_rejected",
    "503 kafka_unavailable",
    "504 server_timeout"
})
public @interface QueryFailures {}
