package dev.drover.api.command;

import dev.drover.api.definition.Definition;

/** What the API tells a server's owner. */
public sealed interface ManagementCommand {
    /** As clients see it. */
    String type();

    /** @param generation of the definition; 1 for the first */
    record Define(long generation, Definition definition) implements ManagementCommand {
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
