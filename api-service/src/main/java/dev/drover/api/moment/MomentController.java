package dev.drover.api.moment;

import dev.drover.api.problem.Fails;
import dev.drover.api.problem.InvalidParameter;
import dev.drover.api.tenant.Caller;
import dev.drover.api.tenant.EvenRemoved;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /internal/audit/state}: what servers were at a moment. */
@RestController
@Tag(name = "Audit")
public final class MomentController {
    private final Moments moments;

    public MomentController(Moments moments) {
        this.moments = moments;
    }

    @Operation(
            summary = "Read what servers were at a moment",
            description = "Every server that the caller sees and that there was then, by id; with server_id that one."
                    + " It is told by the log alone, what happened in the moment's millisecond included.")
    @Fails("503 kafka_unavailable")
    @GetMapping("/internal/audit/state")
    StateList state(
            @EvenRemoved Caller caller,
            @RequestParam(name = "at") Instant at,
            @RequestParam(name = "server_id", required = false) @Nullable Long serverId) {
        if (at.isBefore(Instant.EPOCH) || at.isAfter(Moments.LATEST)) {
            throw InvalidParameter.problem("at", "must be a time from 1970 to 9998");
        }
        return new StateList(moments.at(at, serverId).stream()
                .filter(held -> caller.sees(held.view().appId()))
                .map(ServerThen::of)
                .toList());
    }

    record StateList(List<ServerThen> items) {}
}
