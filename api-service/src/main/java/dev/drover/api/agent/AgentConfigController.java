package dev.drover.api.agent;

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

/** Which configurations an agent may use. */
@RestController
@RequestMapping("/internal/agents/{agent_id}/mcp_configs/{config_id}")
@Tag(name = "Agents")
final class AgentConfigController {
    private final Associations associations;

    AgentConfigController(Associations associations) {
        this.associations = associations;
    }

    @Operation(
            summary = "Let an agent use the servers of a configuration",
            description = "Whatever its entries are now or later; an association with one of its servers itself stands"
                    + " above it.")
    @Fails({"404 config_not_found", "422 invalid_field"})
    @PutMapping
    AgentConfig put(
            Caller caller,
            @PathVariable("agent_id") String agentId,
            @PathVariable("config_id") long configId,
            @RequestBody AssociationRequest request) {
        return associations
                .put(caller, agentId, Target.CONFIG, configId, request)
                .as(AgentConfig::new);
    }

    @Operation(summary = "Read how an agent may use a configuration")
    @Fails("404 association_not_found")
    @GetMapping
    AgentConfig get(Caller caller, @PathVariable("agent_id") String agentId, @PathVariable("config_id") long configId) {
        return associations.find(caller, agentId, Target.CONFIG, configId).as(AgentConfig::new);
    }

    @Operation(summary = "Let an agent no longer use a configuration")
    @Fails("404 association_not_found")
    @DeleteMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(Caller caller, @PathVariable("agent_id") String agentId, @PathVariable("config_id") long configId) {
        associations.delete(caller, agentId, Target.CONFIG, configId);
    }
}
