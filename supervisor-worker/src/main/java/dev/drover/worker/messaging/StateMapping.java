package dev.drover.worker.messaging;

import dev.drover.schemas.message.AcceptedCall;
import dev.drover.schemas.message.CommandOutcome;
import dev.drover.schemas.message.GoalKind;
import dev.drover.schemas.message.ObservedState;
import dev.drover.schemas.message.RecentCommand;
import dev.drover.schemas.message.Removed;
import dev.drover.schemas.message.RunState;
import dev.drover.worker.lifecycle.CatalogueKind;
import dev.drover.worker.lifecycle.CommandLog;
import dev.drover.worker.lifecycle.Definition;
import dev.drover.worker.lifecycle.DesiredState;
import dev.drover.worker.lifecycle.Ending;
import dev.drover.worker.lifecycle.Goal;
import dev.drover.worker.lifecycle.RestartHistory;
import dev.drover.worker.lifecycle.Server;
import dev.drover.worker.lifecycle.ServerError;
import dev.drover.worker.lifecycle.ServerLifecycle;
import dev.drover.worker.lifecycle.ServerState;
import dev.drover.worker.query.Calls;
import dev.drover.worker.supervision.Managed;
import dev.drover.worker.supervision.Message.Restored;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is kept of a server in {@code mcp.state}, as messages and as domain values. */
final class StateMapping {
    private StateMapping() {}

    /** A {@code RunState}, or a {@code Removed}. */
    static Object toMessage(Managed managed) {
        Server server = managed.server();
        List<RecentCommand> recent =
                server.commands().entries().stream().map(StateMapping::recent).toList();
        if (server.state() instanceof ServerState.Removed removed) {
            return new Removed(server.id(), server.appId(), removed.removedAt(), recent);
        }
        ServerError error = server.lastError();
        return RunState.newBuilder()
                .setServerId(server.id())
                .setAppId(server.appId())
                .setDesired(dev.drover.schemas.message.DesiredState.valueOf(
                        server.desired().name()))
                .setObserved(observed(server.state()))
                .setRun(server.run())
                .setRestarts(server.history().restarts())
                .setRecentCommands(recent)
                .setCalls(managed.calls().accepted().stream()
                        .map(StateMapping::call)
                        .toList())
                .setCatalogueDigests(server.catalogues().entrySet().stream()
                        .collect(Collectors.toMap(e -> e.getKey().name(), Map.Entry::getValue)))
                .setLastError(error == null ? null : EventMapping.toMessage(error))
                .build();
    }

    private static ObservedState observed(ServerState state) {
        return switch (state) {
            case ServerState.Stopped _, ServerState.Removed _ -> ObservedState.STOPPED;
            case ServerState.Starting _ -> ObservedState.STARTING;
            case ServerState.Running _ -> ObservedState.RUNNING;
            case ServerState.Stopping _ -> ObservedState.STOPPING;
            case ServerState.BackingOff _ -> ObservedState.BACKING_OFF;
            case ServerState.Failed _ -> ObservedState.FAILED;
        };
    }

    private static RecentCommand recent(CommandLog.Entry entry) {
        RecentCommand.Builder message = RecentCommand.newBuilder()
                .setCommandId(entry.commandId())
                .setOutcome(CommandOutcome.PENDING)
                .setGoal(
                        entry.goal() == null
                                ? null
                                : GoalKind.valueOf(entry.goal().name()));
        Ending ending = entry.ending();
        if (ending == null) {
            return message.build();
        }
        return switch (ending) {
            case Ending.Succeeded(boolean changed) ->
                message.setOutcome(CommandOutcome.SUCCEEDED).setChanged(changed).build();
            case Ending.Failed(var code, var text) ->
                message.setOutcome(CommandOutcome.FAILED)
                        .setCode(code)
                        .setMessage(EventMapping.bounded(text))
                        .build();
            case Ending.Superseded(var by) ->
                message.setOutcome(CommandOutcome.SUPERSEDED).setCode(by).build();
            case Ending.Rejected(var code, var text) ->
                message.setOutcome(CommandOutcome.REJECTED)
                        .setCode(code)
                        .setMessage(EventMapping.bounded(text))
                        .build();
        };
    }

    private static AcceptedCall call(Calls.Accepted call) {
        return AcceptedCall.newBuilder()
                .setCommandId(call.commandId())
                .setDeadline(call.deadline())
                .setReplyReplica(call.replica())
                .setAnswered(call.answered())
                .setTool(EventMapping.bounded(call.tool()))
                .setCaller(call.caller() == null ? null : EventMapping.bounded(call.caller()))
                .build();
    }

    /** A server that was defined and about which nothing else is known yet. */
    static Restored restored(long serverId, long appId, Definition definition) {
        return new Restored(new Managed(Server.defined(serverId, appId, definition), Calls.NONE), false);
    }

    static Restored restored(RunState message, Definition definition) {
        ServerError error = EventMapping.toDomain(message.getLastError());
        boolean failed = message.getObserved() == ObservedState.FAILED && error != null;
        ServerState state = failed ? new ServerState.Failed(Objects.requireNonNull(error)) : new ServerState.Stopped();
        Server server = new Server(
                message.getServerId(),
                message.getAppId(),
                definition,
                DesiredState.valueOf(message.getDesired().name()),
                state,
                message.getRun(),
                new RestartHistory(0, List.of(), message.getRestarts(), readyGeneration(message, definition)),
                commands(message.getRecentCommands()),
                message.getCatalogueDigests().entrySet().stream()
                        .collect(Collectors.toMap(e -> CatalogueKind.valueOf(e.getKey()), Map.Entry::getValue)),
                error);
        Calls calls = new Calls(message.getCalls().stream()
                .map(c -> new Calls.Accepted(
                        c.getCommandId(),
                        c.getDeadline(),
                        c.getReplyReplica(),
                        c.getAnswered(),
                        c.getTool(),
                        c.getCaller()))
                .toList());
        boolean wasLive = !failed && message.getObserved() != ObservedState.STOPPED;
        return new Restored(new Managed(server, calls), wasLive);
    }

    /** What was running had been ready: it is not given up as one that never was. */
    private static long readyGeneration(RunState message, Definition definition) {
        return message.getObserved() == ObservedState.RUNNING ? definition.generation() : 0;
    }

    static Restored restored(Removed message, Definition definition) {
        ServerState state = new ServerState.Removed(
                message.getRemovedAt(), message.getRemovedAt().plus(ServerLifecycle.REMEMBERED));
        Server server = new Server(
                message.getServerId(),
                message.getAppId(),
                definition,
                DesiredState.REMOVED,
                state,
                0,
                RestartHistory.NONE,
                commands(message.getRecentCommands()),
                Map.of(),
                null);
        return new Restored(new Managed(server, Calls.NONE), false);
    }

    private static CommandLog commands(List<RecentCommand> recent) {
        return new CommandLog(recent.stream()
                .map(entry -> new CommandLog.Entry(
                        entry.getCommandId(),
                        entry.getGoal() == null
                                ? null
                                : Goal.valueOf(entry.getGoal().name()),
                        ending(entry)))
                .toList());
    }

    private static @Nullable Ending ending(RecentCommand entry) {
        String code = Objects.requireNonNullElse(entry.getCode(), "");
        String message = Objects.requireNonNullElse(entry.getMessage(), "");
        return switch (entry.getOutcome()) {
            case PENDING -> null;
            case SUCCEEDED -> new Ending.Succeeded(entry.getChanged());
            case FAILED -> new Ending.Failed(code, message);
            case SUPERSEDED -> new Ending.Superseded(code);
            case REJECTED -> new Ending.Rejected(code, message);
        };
    }
}
