package dev.drover.api.moment;

import dev.drover.api.projection.RunView;
import dev.drover.api.projection.ServerView;
import dev.drover.api.projection.ShardFold.DefinitionFacts;
import dev.drover.api.projection.ShardFold.Held;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A server as it was.
 *
 * @param generation of the definition that its owner had; that one's name, digest and names of secrets follow
 * @param tools their names, as it last offered them; so are resources and prompts
 * @param claim with {@code sequence}, the last event that says so
 */
record ServerThen(
        long serverId,
        long appId,
        @Nullable String name,
        @Nullable Long generation,
        @Nullable String definitionDigest,
        List<String> secretNames,
        String desiredStatus,
        String status,
        Instant statusSince,
        String workerId,
        @Nullable Long pid,
        int restarts,
        @Nullable String protocolVersion,
        List<String> tools,
        List<String> resources,
        List<String> prompts,
        int shard,
        long claim,
        long sequence) {

    static ServerThen of(Held held) {
        ServerView view = held.view();
        RunView run = view.run();
        DefinitionFacts definition = held.definition();
        return new ServerThen(
                view.serverId(),
                view.appId(),
                definition == null ? null : definition.name(),
                view.observedGeneration(),
                definition == null ? null : definition.digest(),
                definition == null ? List.of() : definition.secretNames(),
                view.desiredStatus(),
                run.status(),
                run.statusSince(),
                view.mark().workerId(),
                run.pid(),
                run.restarts(),
                run.protocolVersion(),
                held.names().getOrDefault("tools", List.of()),
                held.names().getOrDefault("resources", List.of()),
                held.names().getOrDefault("prompts", List.of()),
                view.mark().shard(),
                view.mark().claim(),
                view.mark().sequence());
    }
}
