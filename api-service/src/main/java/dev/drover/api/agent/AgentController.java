package dev.drover.api.agent;

import dev.drover.api.page.Page;
import dev.drover.api.problem.Fails;
import dev.drover.api.tenant.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Which servers an agent may use. */
@RestController
@RequestMapping("/internal/agents/{agent_id}/mcp_servers")
@Tag(name = "Agents")
final class AgentController {
    private final Associations associations;
    private final AgentServers servers;

    AgentController(Associations associations, AgentServers servers) {
        this.associations = associations;
        this.servers = servers;
    }

    @Operation(
            summary = "Let an agent use a server",
            description = "All its tools, or only those of the list, by their names in the server's own list. With"
                    + " start_on_demand a call by the agent starts the server when it does not run.")
    @Fails({"404 server_not_found", "422 invalid_field"})
    @PutMapping("/{server_id}")
    AgentServer put(
            Caller caller,
            @PathVariable("agent_id") String agentId,
            @PathVariable("server_id") long serverId,
            @RequestBody AssociationRequest request) {
        return associations
                .put(caller, agentId, Target.SERVER, serverId, request)
                .as(AgentServer::new);
    }

    @Operation(summary = "List the servers that an agent may use")
    @Fails({"400 app_required", "404 agent_not_found"})
    @GetMapping
    Page<AgentServer> list(Caller caller, @PathVariable("agent_id") String agentId) {
        return Page.whole(servers.of(caller, agentId));
    }

    @Operation(summary = "Read how an agent may use a server")
    @Fails("404 association_not_found")
    @GetMapping("/{server_id}")
    AgentServer get(Caller caller, @PathVariable("agent_id") String agentId, @PathVariable("server_id") long serverId) {
        return servers.find(caller, agentId, serverId);
    }

    @Operation(summary = "Let an agent no longer use a server")
    @Fails("404 association_not_found")
    @DeleteMapping("/{server_id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(Caller caller, @PathVariable("agent_id") String agentId, @PathVariable("server_id") long serverId) {
        associations.delete(caller, agentId, Target.SERVER, serverId);
    }
}
