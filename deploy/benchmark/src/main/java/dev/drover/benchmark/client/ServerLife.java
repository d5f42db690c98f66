package dev.drover.benchmark.client;

import dev.drover.schemas.Sharding;
import dev.drover.schemas.message.CallOutcome;
import dev.drover.schemas.message.CatalogueChanged;
import dev.drover.schemas.message.CatalogueKind;
import dev.drover.schemas.message.CommandSucceeded;
import dev.drover.schemas.message.DesiredState;
import dev.drover.schemas.message.Event;
import dev.drover.schemas.message.ServerDefined;
import dev.drover.schemas.message.ServerStarted;
import dev.drover.schemas.message.ServerStarting;
import dev.drover.schemas.message.ServerStopped;
import dev.drover.schemas.message.ServerStopping;
import dev.drover.schemas.message.StartReason;
import dev.drover.schemas.message.ToolCalled;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * The events of a server that nobody runs: defined, started, called six times, stopped; each command with its end. Its id
 * is far above those of real ones. Immutable.
 *
 * @param claim far above real ones, so that the ids of its events are its own
 */
record ServerLife(long serverId, long claim) {
    private static final String DIGEST = "0123456789abcdef".repeat(4);
    private static final String TOOL = """
            {"name":"echo","description":"Answers with the message","inputSchema":{"type":"object"}}""";

    private static final List<Supplier<Object>> STEPS = List.of(
            () -> new ServerDefined("small", DIGEST, List.of()),
            ServerLife::succeeded,
            () -> new ServerStarting(StartReason.COMMAND, 1),
            () -> new ServerStarted(4211L, "2025-11-25", "small-server", "1.0", "{\"tools\":{}}", 60L, 20L, 0),
            ServerLife::succeeded,
            () -> new CatalogueChanged(
                    CatalogueKind.TOOLS, DIGEST, 1, List.of("echo"), List.of(DIGEST), "[" + TOOL + "]"),
            ServerLife::called,
            ServerLife::succeeded,
            ServerLife::called,
            ServerLife::succeeded,
            ServerLife::called,
            ServerLife::succeeded,
            ServerLife::called,
            ServerLife::succeeded,
            ServerLife::called,
            ServerLife::succeeded,
            ServerLife::called,
            ServerLife::succeeded,
            ServerStopping::new,
            () -> new ServerStopped(0),
            ServerLife::succeeded);

    static final int EVENTS = STEPS.size();

    /** @param step from 0 to {@link #EVENTS} */
    Event event(int step, long sequence) {
        return event(STEPS.get(step).get(), sequence, UUID.randomUUID().toString());
    }

    /** The end of a command. */
    Event answer(String commandId, long sequence) {
        return event(succeeded(), sequence, commandId);
    }

    private Event event(Object body, long sequence, String commandId) {
        int shard = Sharding.shardOf(serverId);
        return Event.newBuilder()
                .setEventId(shard + "-" + claim + "-" + sequence)
                .setServerId(serverId)
                .setAppId(1L)
                .setOccurredAt(Instant.now().truncatedTo(ChronoUnit.MILLIS))
                .setWorkerId("bench")
                .setShard(shard)
                .setClaim(claim)
                .setSequence(sequence)
                .setGeneration(1L)
                .setDesired(DesiredState.STOPPED)
                .setCommandId(commandId)
                .setBody(body)
                .build();
    }

    private static Object succeeded() {
        return new CommandSucceeded(true);
    }

    private static Object called() {
        return new ToolCalled("echo", "platform", CallOutcome.SUCCEEDED, 2L, 1_024L, 1_100L);
    }
}
