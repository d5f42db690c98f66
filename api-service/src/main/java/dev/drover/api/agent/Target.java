package dev.drover.api.agent;

import dev.drover.api.problem.Problem;
import dev.drover.api.server.ServerProblems;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** What an agent may be associated with, and where that is kept. */
enum Target {
    SERVER("server", "agent_server", "server_id", "server"),
    CONFIG("configuration", "agent_config", "config_id", "mcp_config");

    private final String noun;
    private final String table;
    private final String id;
    private final String targets;

    Target(String noun, String table, String id, String targets) {
        this.noun = noun;
        this.table = table;
        this.id = id;
        this.targets = targets;
    }

    /** With this target's names in place of {@code $table}, {@code $id} and {@code $targets}. */
    String sql(String template) {
        return template.replace("$targets", targets).replace("$table", table).replace("$id", id);
    }

    /** As an event of the API calls it. */
    String event(String done) {
        return table + "_" + done;
    }

    /** Which an event is about. */
    @Nullable
    Long serverId(Association association) {
        return this == SERVER ? association.targetId() : null;
    }

    Problem notFound() {
        return switch (this) {
            case SERVER -> ServerProblems.notFound();
            case CONFIG ->
                new Problem(HttpStatus.NOT_FOUND, "config_not_found", "There is no configuration with this id.");
        };
    }

    Problem notAssociated() {
        return new Problem(
                HttpStatus.NOT_FOUND,
                "association_not_found",
                "The agent is not associated with a " + noun + " of this id.");
    }
}
