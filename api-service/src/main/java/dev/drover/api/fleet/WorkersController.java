package dev.drover.api.fleet;

import dev.drover.api.problem.Problem;
import dev.drover.api.tenant.Caller;
import dev.drover.schemas.message.OwnedShard;
import dev.drover.schemas.message.WorkerHeartbeat;
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
            description = "By id, each as of its last heartbeat; one that fell silent is listed for an hour more."
                    + " 403 platform_key_required.")
    @GetMapping("/internal/workers")
    WorkerList workers(Caller caller) {
        if (!caller.name().equals("platform")) {
            throw new Problem(
                    HttpStatus.FORBIDDEN, "platform_key_required", "Only a platform key sees the workers of all apps.");
        }
        return new WorkerList(fleet.members().stream().map(Worker::of).toList());
    }

    record WorkerList(List<Worker> items) {}

    /**
     * A worker as clients read it.
     *
     * @param heartbeatAt when the broker took its last heartbeat; an old one says that the worker is silent
     * @param servers number of servers with a process or a connection
     */
    record Worker(
            String workerId,
            String host,
            long pid,
            String version,
            String containment,
            Instant heartbeatAt,
            List<Integer> shards,
            int servers,
            int capacity,
            boolean draining) {
        static Worker of(Fleet.Member member) {
            WorkerHeartbeat heartbeat = member.heartbeat();
            return new Worker(
                    heartbeat.getWorkerId(),
                    heartbeat.getHost(),
                    heartbeat.getPid(),
                    heartbeat.getVersion(),
                    heartbeat.getContainment(),
                    member.at(),
                    heartbeat.getShards().stream()
                            .map(OwnedShard::getShard)
                            .sorted()
                            .toList(),
                    heartbeat.getServers(),
                    heartbeat.getCapacity(),
                    heartbeat.getDraining());
        }
    }
}
