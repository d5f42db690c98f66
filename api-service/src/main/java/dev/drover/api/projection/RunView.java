package dev.drover.api.projection;

import dev.drover.schemas.message.Event;
import dev.drover.schemas.message.ServerCrashed;
import dev.drover.schemas.message.ServerError;
import dev.drover.schemas.message.ServerFailed;
import dev.drover.schemas.message.ServerStarted;
import dev.drover.schemas.message.ServerStarting;
import dev.drover.schemas.message.ServerStopped;
import dev.drover.schemas.message.ServerStopping;
import dev.drover.schemas.message.StartReason;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * What a server's runs look like: the status and what belongs to it. Protocol, server info and capabilities are those of
 * the last run that was ready; the last error goes when a run becomes ready. The last four are JSON texts or null.
 */
public record RunView(
        String status,
        Instant statusSince,
        @Nullable Long pid,
        int restarts,
        @Nullable Instant nextAttemptAt,
        @Nullable String protocolVersion,
        @Nullable String serverInfo,
        @Nullable String capabilities,
        @Nullable String lastError) {

    static RunView stopped(Instant since) {
        return new RunView("stopped", since, null, 0, null, null, null, null, null);
    }

    RunView on(Event event) {
        Instant at = event.getOccurredAt();
        return switch (event.getBody()) {
            case ServerStarting starting -> atRest("starting", at).restarted(starting.getReason());
            case ServerStarted started -> started(started, at);
            // The process is still there.
            case ServerStopping _ ->
                new RunView("stopping", at, pid, restarts, null, protocolVersion, serverInfo, capabilities, lastError);
            case ServerStopped _ -> atRest("stopped", at);
            case ServerCrashed crashed ->
                atRest("backing_off", at).failed(crashed.getError(), crashed.getNextAttemptAt());
            case ServerFailed failed -> atRest("failed", at).failed(failed.getError(), null);
            default -> this;
        };
    }

    /** Of a repeated status the first moment counts. */
    private RunView atRest(String next, Instant at) {
        Instant since = next.equals(status) ? statusSince : at;
        return new RunView(next, since, null, restarts, null, protocolVersion, serverInfo, capabilities, lastError);
    }

    private RunView started(ServerStarted started, Instant at) {
        String info = JsonNodeFactory.instance
                .objectNode()
                .put("name", StoredJson.text(started.getServerName()))
                .put("version", StoredJson.text(started.getServerVersion()))
                .toString();
        String offered = WrittenJson.forJsonb(started.getCapabilities()).toString();
        String protocol = StoredJson.text(started.getProtocolVersion());
        return new RunView("running", at, started.getPid(), started.getRestarts(), null, protocol, info, offered, null);
    }

    /** Counts until the run is ready, when the owner tells the number itself. */
    private RunView restarted(StartReason reason) {
        int count = switch (reason) {
            case COMMAND -> 0;
            case RESTART -> restarts + 1;
            case DEFINITION, FAILOVER -> restarts;
        };
        return new RunView(
                status, statusSince, pid, count, nextAttemptAt, protocolVersion, serverInfo, capabilities, lastError);
    }

    private RunView failed(ServerError error, @Nullable Instant nextAttempt) {
        String json = StoredJson.of(error).toString();
        return new RunView(
                status, statusSince, pid, restarts, nextAttempt, protocolVersion, serverInfo, capabilities, json);
    }
}
