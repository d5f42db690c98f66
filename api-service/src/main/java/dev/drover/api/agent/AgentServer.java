package dev.drover.api.agent;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A server that an agent may use.
 *
 * @param description what it is for, in the platform's words
 * @param tools names of those that the agent may use, as the server lists them; null: all
 * @param startOnDemand whether a call starts it when it does not run
 */
public record AgentServer(
        String agentId,
        long serverId,
        long appId,
        String name,
        String description,
        @Nullable List<String> tools,
        boolean startOnDemand) {

    boolean mayUse(String tool) {
        return tools == null || tools.contains(tool);
    }
}
