package dev.drover.api.trial;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.drover.api.server.LastError;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What became of a trial.
 *
 * @param steps those that were reached, in order
 * @param error why it failed
 */
record TrialView(
        @Schema(allowableValues = {"succeeded", "failed"}) String outcome,

        List<Step> steps,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable LastError error) {

    /**
     * A step that was reached.
     *
     * @param durationMs null: not known, since the run ended before it could tell
     * @param detail what is known of it: pid; protocol_version and server_info; the numbers of tools, resources and
     *     prompts; exit_code
     */
    record Step(
            @Schema(allowableValues = {"spawned", "initialised", "listed", "stopped"})
            String step,

            @Nullable Long durationMs,
            JsonNode detail) {}
}
