package dev.drover.api.server;

import dev.drover.api.problem.Fails;
import dev.drover.api.tenant.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code DELETE /internal/apps/{app_id}}: an app and all that is in it. */
@RestController
@Tag(name = "Apps")
final class AppRemovalController {
    private final AppRemovals removals;

    AppRemovalController(AppRemovals removals) {
        this.removals = removals;
    }

    /** @param serversBeingRemoved how many servers its workers are now stopping and forgetting */
    record Removal(long appId, int serversBeingRemoved) {}

    @Operation(
            summary = "Remove an app",
            description = "Its keys are revoked and nobody sees it any more at once; its servers are stopped and"
                    + " forgotten. The default app stays.")
    @Fails("409 default_app")
    @DeleteMapping("/internal/apps/{app_id}")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Removal remove(Caller caller, @PathVariable("app_id") long appId) {
        return new Removal(appId, removals.remove(caller, appId));
    }
}
