package dev.drover.api.agent;

import dev.drover.api.problem.Fails;
import dev.drover.api.query.CallShape;
import dev.drover.api.query.QueryController.CallRequest;
import dev.drover.api.query.QueryFailures;
import dev.drover.api.tenant.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** The tools and resources of all servers of an agent, as one list. */
@RestController
@RequestMapping("/internal/agents/{agent_id}")
@Tag(name = "Agents")
@Fails({"400 app_required", "404 agent_not_found"})
final class AgentToolController {
    private final AgentCatalogues catalogues;
    private final AgentCalls calls;

    AgentToolController(AgentCatalogues catalogues, AgentCalls calls) {
        this.catalogues = catalogues;
        this.calls = calls;
    }

    @Operation(
            summary = "List an agent's tools",
            description = "Those of all its servers that it may use, by names that are unique, stay, and suit every"
                    + " model. A server that is down marks its own (available is false) and nothing else.")
    @GetMapping("/tools")
    AgentCatalogues.Offer<AgentCatalogues.Tool> tools(Caller caller, @PathVariable("agent_id") String agentId) {
        return catalogues.tools(caller, agentId);
    }

    @Operation(summary = "List the resources of an agent's servers")
    @GetMapping("/resources")
    AgentCatalogues.Offer<AgentCatalogues.Resource> resources(Caller caller, @PathVariable("agent_id") String agentId) {
        return catalogues.resources(caller, agentId);
    }

    @Operation(
            summary = "Call a tool by the agent's name for it",
            description =
                    "As the call of its server's tool. With start_on_demand a server that is stopped or has failed"
                            + " is started first.")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = CallShape.class)))
    @QueryFailures
    @Fails({
        "404 tool_not_found",
        "409 quota_exceeded",
        "409 server_being_removed",
        "413 arguments_too_large",
        "422 invalid_field"
    })
    @PostMapping("/tools/{name}/call")
    JsonNode call(
            Caller caller,
            @PathVariable("agent_id") String agentId,
            @PathVariable String name,
            @RequestBody(required = false) @Nullable CallRequest request) {
        return calls.call(caller, agentId, name, request);
    }
}
