package dev.drover.api.agent;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A configuration whose servers an agent may use, whatever they are.
 *
 * @param tools names of those that the agent may use, as the servers list them; null: all
 * @param startOnDemand whether a call starts its server when that does not run
 */
public record AgentConfig(
        String agentId,
        long configId,
        long appId,
        String name,
        String description,
        @Nullable List<String> tools,
        boolean startOnDemand) {}
