package dev.drover.worker.lifecycle;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What may happen to a server. */
public sealed interface Input {
    /** A management command. */
    sealed interface Order extends Input {
        String commandId();
    }

    record Define(String commandId, Definition definition) implements Order {}

    record Start(String commandId) implements Order {}

    record Stop(String commandId) implements Order {}

    record Restart(String commandId) implements Order {}

    record Remove(String commandId) implements Order {}

    /** Log what the present run and this worker say to each other, or no longer. */
    record SetDebug(String commandId, boolean enabled) implements Order {}

    /** What was observed of a run. Late news of an earlier run changes nothing. */
    sealed interface Report extends Input {
        long run();
    }

    /** Its process is there; {@code pid} is null for a connection. */
    record Spawned(long run, @Nullable Long pid) implements Report {}

    /** No process came to be. */
    record NotSpawned(long run, ErrorCode code, String message) implements Report {}

    /**
     * It has finished its MCP handshake.
     *
     * @param took since its spawn was begun
     * @param spawnTook the part of it until its process was there
     */
    record Ready(long run, ServerInfo info, Duration took, Duration spawnTook) implements Report {}

    /** It has answered the handshake, but not as MCP prescribes. */
    record HandshakeFailed(long run, ErrorCode code, String message) implements Report {}

    /**
     * All of it is gone.
     *
     * @param cause why, beside how it ended; null if nothing is known
     */
    record Exited(
            long run,
            Exit exit,
            List<String> stderrTail,
            @Nullable Cause cause) implements Report {}

    /** It does not answer a ping. */
    record Unresponsive(long run, String message) implements Report {}

    /** It says that a list has changed. */
    record ListChanged(long run, CatalogueKind kind) implements Report {}

    /** It has listed what it offers. */
    record Listed(long run, Catalogue catalogue) implements Report {}

    /** Time has passed. */
    record Tick() implements Input {}

    /**
     * This worker has become the owner and has read the server's state from the log.
     *
     * @param wasLive whether the log says that a run of it was live: it is dead now
     */
    record Adopted(boolean wasLive) implements Input {}

    /** Another worker is to be the owner: stop in good order. */
    record Revoked() implements Input {}

    /** Another worker may be the owner already: stop at once. */
    record Lost() implements Input {}
}
