package dev.drover.worker.lifecycle;

import java.time.Instant;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What a server does, as far as its owner knows. Each state holds its own data and deadline. */
public sealed interface ServerState {
    /** When a {@link Input.Tick} has something to do; null: never. */
    default @Nullable Instant deadline() {
        return null;
    }

    /** The run that has, or is about to have, a process. */
    default OptionalLong liveRun() {
        return OptionalLong.empty();
    }

    /** Nothing of it runs. */
    record Stopped() implements ServerState {}

    /**
     * A run has been begun.
     *
     * @param pid null until its process is there: it may wait for its turn
     * @param deadline of the MCP handshake; null until the process is there
     */
    record Starting(long run, @Nullable Long pid, @Nullable Instant deadline) implements ServerState {
        @Override
        public OptionalLong liveRun() {
            return OptionalLong.of(run);
        }
    }

    /**
     * The run answers.
     *
     * @param deadline of the next ping
     * @param isDebugged whether its MCP messages are logged
     */
    record Running(long run, @Nullable Long pid, ServerInfo info, Instant since, Instant deadline, boolean isDebugged)
            implements ServerState {
        @Override
        public OptionalLong liveRun() {
            return OptionalLong.of(run);
        }

        Running pingedAgainAt(Instant next) {
            return new Running(run, pid, info, since, next, isDebugged);
        }

        Running debugged(boolean enabled) {
            return new Running(run, pid, info, since, deadline, enabled);
        }
    }

    /**
     * The run is being stopped.
     *
     * @param deadline of this step
     */
    record Stopping(long run, StopStep step, Instant deadline, AfterStop after) implements ServerState {
        @Override
        public OptionalLong liveRun() {
            return OptionalLong.of(run);
        }

        Stopping then(AfterStop next) {
            return new Stopping(run, step, deadline, next);
        }
    }

    /** A run failed; the next is begun at the deadline. */
    record BackingOff(ServerError error, Instant deadline) implements ServerState {}

    /** Runs failed, and nothing is tried any more until a command or a new definition comes. */
    record Failed(ServerError error) implements ServerState {}

    /**
     * The server is no more; its last commands are remembered so that a late duplicate does not bring it back.
     *
     * @param deadline when it is forgotten altogether
     */
    record Removed(Instant removedAt, Instant deadline) implements ServerState {}
}
