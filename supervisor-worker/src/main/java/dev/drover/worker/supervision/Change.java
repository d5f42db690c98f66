package dev.drover.worker.supervision;

import dev.drover.worker.lifecycle.DesiredState;
import dev.drover.worker.lifecycle.Server;
import dev.drover.worker.lifecycle.ServerEvent;
import org.jspecify.annotations.Nullable;

/** What a step writes to the log of its shard. */
public sealed interface Change {
    /**
     * An event.
     *
     * @param generation of the definition, null for an unknown server, as is {@code desired}
     * @param commandId the command that it answers or follows from
     */
    record Happened(
            long serverId,
            long appId,
            @Nullable Long generation,
            @Nullable DesiredState desired,
            ServerEvent event,
            @Nullable String commandId)
            implements Change {
        static Happened to(Server server, ServerEvent event, @Nullable String commandId) {
            return new Happened(
                    server.id(), server.appId(), server.definition().generation(), server.desired(), event, commandId);
        }
    }

    /** A definition became known. */
    record Defined(Server server) implements Change {}

    /** What is kept of a server's running changed. */
    record Ran(Managed managed) implements Change {}

    /** Nothing is kept of the server any more. */
    record Forgotten(long serverId) implements Change {}

    /** Every command before this offset has been handled. */
    record Position(long nextOffset) implements Change {}
}
