package dev.drover.api.fleet;

import dev.drover.api.problem.Fails;
import dev.drover.api.problem.Problem;
import dev.drover.api.tenant.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /internal/workers}: the fleet as this replica knows it. */
@RestController
@Tag(name = "Workers")
public final class WorkersController {
    private final Fleet fleet;

    public WorkersController(Fleet fleet) {
        this.fleet = fleet;
    }

    @Operation(
            summary = "List the workers",
            description = "By id, each as of its last heartbeat; one that fell silent is listed for an hour more.")
    @Fails("403 platform_key_required")
    @GetMapping("/internal/workers")
    WorkerList workers(Caller caller) {
        if (!caller.name().equals("platform")) {
            throw new Problem(
                    HttpStatus.FORBIDDEN, "platform_key_required", "Only a platform key sees the workers of all apps.");
        }
        Instant now = fleet.now();
        return new WorkerList(fleet.members().stream()
                .map(member -> WorkerView.of(member, now))
                .toList());
    }

    record WorkerList(List<WorkerView> items) {}
}
