package dev.drover.worker.lifecycle;

import org.jspecify.annotations.Nullable;

/** What is to be done about a transition, once it is committed. Harmless to repeat. */
public sealed interface Effect {
    /** Write an event; {@code commandId} is the command that it answers or follows from. */
    record Publish(ServerEvent event, @Nullable String commandId) implements Effect {}

    /** Start the process of the present run, when it is its turn. */
    record Spawn(long run) implements Effect {}

    /** Begin the MCP handshake. */
    record Handshake(long run) implements Effect {}

    record CloseStdin(long run) implements Effect {}

    record Terminate(long run) implements Effect {}

    record Kill(long run) implements Effect {}

    record Ping(long run) implements Effect {}

    /** Ask what it offers. */
    record ListCatalogue(long run, CatalogueKind kind) implements Effect {}

    /** Log the run's MCP messages, or no longer. */
    record Debug(long run, boolean enabled) implements Effect {}

    /** Forget the server: not even its last commands are of use any more. */
    record Forget() implements Effect {}
}
