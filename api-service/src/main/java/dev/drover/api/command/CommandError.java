package dev.drover.api.command;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Why a command did not reach its goal.
 *
 * @param code a code of {@code last_error}, or why the command was not tried, such as {@code NOT_RUNNING}
 * @param supersededBy the later command that changed the goal
 */
public record CommandError(
        String code,
        String message,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String supersededBy) {}
