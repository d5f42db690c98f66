package dev.drover.api.command;

import dev.drover.api.definition.Definition;
import dev.drover.api.definition.Secret;
import org.jspecify.annotations.Nullable;

/** What the API tells a server's owner. */
public sealed interface ManagementCommand {
    /** As clients see it. */
    String type();

    /**
     * @param generation of the definition; 1 for the first
     * @param routerToken the server's own credential for the router; null: it has none
     */
    record Define(
            long generation,
            Definition definition,
            @Nullable Secret routerToken) implements ManagementCommand {
        @Override
        public String type() {
            return "define";
        }
    }

    /** Stop, then forget. */
    record Remove() implements ManagementCommand {
        public static final String TYPE = "remove";

        @Override
        public String type() {
            return TYPE;
        }
    }

    record Start() implements ManagementCommand {
        @Override
        public String type() {
            return "start";
        }
    }

    record Stop() implements ManagementCommand {
        @Override
        public String type() {
            return "stop";
        }
    }

    record Restart() implements ManagementCommand {
        @Override
        public String type() {
            return "restart";
        }
    }

    /** @param enabled whether the MCP messages of its present run are to be logged */
    record Debug(boolean enabled) implements ManagementCommand {
        @Override
        public String type() {
            return "debug";
        }
    }
}
