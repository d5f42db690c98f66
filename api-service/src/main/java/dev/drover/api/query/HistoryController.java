package dev.drover.api.query;

import dev.drover.api.problem.Fails;
import dev.drover.api.tenant.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ObjectNode;

/** {@code GET /internal/mcp_servers/{id}/events}: what happened to a server, newest first. */
@RestController
@Tag(name = "Servers")
public final class HistoryController {
    private final ServerLookup servers;
    private final History history;

    public HistoryController(ServerLookup servers, History history) {
        this.servers = servers;
        this.history = history;
    }

    @Operation(
            summary = "Read a server's history",
            description =
                    "Its events, newest first, in pages. Beside what is described, each holds what its type tells.")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = HistoryShape.class)))
    @Fails("404 server_not_found")
    @GetMapping("/internal/mcp_servers/{id}/events")
    EventList events(
            Caller caller,
            @PathVariable long id,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String cursor) {
        servers.find(caller, id);
        HistoryPage page = HistoryPage.of(limit, cursor);
        List<History.Entry> found = history.find(id, page.before(), page.limit() + 1);
        List<History.Entry> shown = found.subList(0, Math.min(found.size(), page.limit()));
        return new EventList(
                shown.stream().map(History.Entry::json).toList(),
                found.size() > shown.size() ? shown.getLast().place().cursor() : null);
    }

    record EventList(List<ObjectNode> items, @Nullable String nextCursor) {}
}
