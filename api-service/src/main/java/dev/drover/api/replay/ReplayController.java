package dev.drover.api.replay;

import dev.drover.api.problem.Fails;
import dev.drover.api.problem.InvalidParameter;
import dev.drover.api.tenant.Caller;
import dev.drover.api.tenant.EvenRemoved;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /internal/audit/events}: the log itself, from Kafka. */
@RestController
@Tag(name = "Audit")
public final class ReplayController {
    static final String NDJSON = "application/x-ndjson";

    private final Replays replays;

    public ReplayController(Replays replays) {
        this.replays = replays;
    }

    @Operation(
            summary = "Replay the log",
            description = "Everything that happened and that the API did, one JSON object a line, in the order of"
                    + " occurred_at, read from Kafka itself: from the moment from until before to, or until now. Each"
                    + " line has a cursor, with which another request goes on after it. An answer that is not complete"
                    + " ends with a broken connection. White space may stand before a line. What was written under a"
                    + " claim that was over is marked stale.")
    @ApiResponse(
            responseCode = "200",
            content = @Content(mediaType = NDJSON, schema = @Schema(implementation = LineShape.class)))
    @Fails({"429 too_many_replays", "503 kafka_unavailable"})
    @GetMapping("/internal/audit/events")
    void events(
            @EvenRemoved Caller caller,
            @RequestParam(name = "from", required = false) @Nullable Instant from,
            @RequestParam(name = "to", required = false) @Nullable Instant to,
            @RequestParam(name = "server_id", required = false) @Nullable Long serverId,
            @RequestParam(name = "type", required = false) @Nullable List<String> types,
            @RequestParam(name = "cursor", required = false) @Nullable String cursor,
            HttpServletResponse response)
            throws IOException, InterruptedException {
        ReplayRequest request = new ReplayRequest(
                from, to, serverId, caller.appId(), types == null ? Set.of() : Set.copyOf(types), place(cursor));
        replays.write(request, () -> {
            response.setContentType(NDJSON);
            return response.getOutputStream();
        });
    }

    private static @Nullable Place place(@Nullable String cursor) {
        try {
            return cursor == null ? null : Place.of(cursor);
        } catch (IllegalArgumentException e) {
            throw InvalidParameter.problem("cursor", String.valueOf(e.getMessage()));
        }
    }
}
