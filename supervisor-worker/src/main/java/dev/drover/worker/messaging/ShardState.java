package dev.drover.worker.messaging;

import dev.drover.schemas.StateKey;
import dev.drover.schemas.message.Checkpoint;
import dev.drover.schemas.message.DefinitionState;
import dev.drover.schemas.message.Removed;
import dev.drover.schemas.message.RunState;
import dev.drover.schemas.sealing.Opener;
import dev.drover.worker.lifecycle.Definition;
import dev.drover.worker.supervision.Message.Restored;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the log keeps of a shard: its servers, and where its owner goes on. */
public record ShardState(List<Restored> servers, ShardPosition position) {
    private static final Logger log = LoggerFactory.getLogger(ShardState.class);

    /** A definition that is kept. */
    private record Known(long appId, Definition definition) {
        static Known of(DefinitionState state, Opener opener) {
            SealedValues values = new SealedValues(opener, state.getServerId());
            return new Known(state.getAppId(), DefinitionMapping.toDomain(state.getDefinition(), values));
        }
    }

    /**
     * @param commandsTopicId of {@code mcp.commands} as it is now
     * @param opener of the definitions' values, when they are needed
     */
    public static ShardState of(
            int shard, Map<String, TopicTail.Entry> records, String commandsTopicId, Opener opener) {
        Map<Long, Known> definitions = new HashMap<>();
        List<RunState> runs = new ArrayList<>();
        List<Removed> removed = new ArrayList<>();
        ShardPosition position = ShardPosition.BEGINNING;
        for (TopicTail.Entry entry : records.values()) {
            switch (Codecs.STATE.decode(entry.value()).getBody()) {
                case DefinitionState definition ->
                    definitions.put(definition.getServerId(), Known.of(definition, opener));
                case RunState run -> runs.add(run);
                case Removed gone -> removed.add(gone);
                case Checkpoint checkpoint -> position = position(shard, entry, checkpoint, commandsTopicId);
                case Object unknown -> log.error("Shard {}: unknown state {}", shard, unknown.getClass());
            }
        }
        return new ShardState(servers(definitions, runs, removed), position);
    }

    private static ShardPosition position(
            int shard, TopicTail.Entry entry, Checkpoint checkpoint, String commandsTopicId) {
        Instant writtenAt = Instant.ofEpochMilli(entry.timestamp());
        boolean isSameTopic = checkpoint.getCommandsTopicId().equals(commandsTopicId);
        if (!isSameTopic) {
            log.error(
                    "Shard {}: the topic of commands is not the one that {} was written for: somebody has made it anew. "
                            + "Its commands are handled from the beginning.",
                    shard,
                    StateKey.CHECKPOINT);
        }
        return new ShardPosition(
                entry.offset(),
                checkpoint.getClaim(),
                writtenAt,
                isSameTopic ? checkpoint.getNextOffset() : 0,
                checkpoint.getLastEventDigest());
    }

    private static List<Restored> servers(Map<Long, Known> definitions, List<RunState> runs, List<Removed> removed) {
        Map<Long, Restored> servers = new HashMap<>();
        definitions.forEach(
                (id, known) -> servers.put(id, StateMapping.restored(id, known.appId(), known.definition())));
        for (RunState run : runs) {
            Known known = definitions.get(run.getServerId());
            if (known != null) {
                servers.put(run.getServerId(), StateMapping.restored(run, known.definition()));
            }
        }
        for (Removed gone : removed) {
            Known known = definitions.get(gone.getServerId());
            if (known != null) {
                servers.put(gone.getServerId(), StateMapping.restored(gone, known.definition()));
            }
        }
        return List.copyOf(servers.values());
    }
}
