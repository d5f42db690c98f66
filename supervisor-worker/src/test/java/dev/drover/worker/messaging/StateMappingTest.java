package dev.drover.worker.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.schemas.message.ObservedState;
import dev.drover.schemas.message.Removed;
import dev.drover.schemas.message.RunState;
import dev.drover.schemas.message.StateRecord;
import dev.drover.worker.lifecycle.AfterStop;
import dev.drover.worker.lifecycle.CatalogueKind;
import dev.drover.worker.lifecycle.CommandLog;
import dev.drover.worker.lifecycle.Definition;
import dev.drover.worker.lifecycle.DesiredState;
import dev.drover.worker.lifecycle.Ending;
import dev.drover.worker.lifecycle.Endpoint;
import dev.drover.worker.lifecycle.ErrorCode;
import dev.drover.worker.lifecycle.Exit;
import dev.drover.worker.lifecycle.Goal;
import dev.drover.worker.lifecycle.RestartHistory;
import dev.drover.worker.lifecycle.RestartPolicy;
import dev.drover.worker.lifecycle.Server;
import dev.drover.worker.lifecycle.ServerError;
import dev.drover.worker.lifecycle.ServerInfo;
import dev.drover.worker.lifecycle.ServerLifecycle;
import dev.drover.worker.lifecycle.ServerState;
import dev.drover.worker.lifecycle.StopStep;
import dev.drover.worker.query.Calls;
import dev.drover.worker.supervision.Managed;
import dev.drover.worker.supervision.Message.Restored;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StateMappingTest {
    private static final Instant NOW = Instant.parse("2030-01-02T03:04:05.678Z");
    private static final ServerError ERROR =
            new ServerError(ErrorCode.CRASHED, "It crashed.", Exit.code(3), List.of("last words"), NOW);
    private static final Definition DEFINITION = new Definition(
            4,
            "name",
            new Endpoint.Stdio("node", List.of("a"), Map.of()),
            RestartPolicy.ALWAYS,
            Duration.ofSeconds(7),
            Duration.ofSeconds(8));
    private static final CommandLog COMMANDS = new CommandLog(List.of(
            new CommandLog.Entry("c1", Goal.START, null),
            new CommandLog.Entry("c2", Goal.STOP, new Ending.Succeeded(false)),
            new CommandLog.Entry("c3", null, new Ending.Rejected("OLD_GENERATION", "old")),
            new CommandLog.Entry("c4", Goal.RESTART, new Ending.Failed("CRASHED", "crashed")),
            new CommandLog.Entry("c5", Goal.REMOVE, new Ending.Superseded("c1"))));

    static Stream<Arguments> states() {
        ServerInfo info = new ServerInfo("2025-06-18", "server", "1", "{}");
        AfterStop rest = new AfterStop.Rest();
        return Stream.of(
                Arguments.of(new ServerState.Stopped(), ObservedState.STOPPED, false),
                Arguments.of(new ServerState.Starting(9, null, null), ObservedState.STARTING, true),
                Arguments.of(new ServerState.Running(9, 5L, info, NOW, NOW, false), ObservedState.RUNNING, true),
                Arguments.of(new ServerState.Stopping(9, StopStep.TERMINATED, NOW, rest), ObservedState.STOPPING, true),
                Arguments.of(new ServerState.BackingOff(ERROR, NOW), ObservedState.BACKING_OFF, true),
                Arguments.of(new ServerState.Failed(ERROR), ObservedState.FAILED, false));
    }

    @ParameterizedTest
    @MethodSource("states")
    void whatIsKeptOfAServerComesBack(ServerState state, ObservedState observed, boolean wasLive) {
        Managed managed = managed(state);
        RunState message = (RunState) written(StateMapping.toMessage(managed));
        assertThat(message.getObserved()).isEqualTo(observed);

        Restored restored = StateMapping.restored(message, DEFINITION);
        assertThat(restored.wasLive()).isEqualTo(wasLive);
        ServerState kept = state instanceof ServerState.Failed ? state : new ServerState.Stopped();
        long readyGeneration = state instanceof ServerState.Running ? DEFINITION.generation() : 0;
        assertThat(restored.managed()).isEqualTo(managed(kept, readyGeneration));
    }

    private static Managed managed(ServerState state) {
        return managed(state, 0);
    }

    private static Managed managed(ServerState state, long readyGeneration) {
        Server server = new Server(
                7,
                3,
                DEFINITION,
                DesiredState.RUNNING,
                state,
                9,
                new RestartHistory(0, List.of(), 2, readyGeneration),
                COMMANDS,
                Map.of(CatalogueKind.TOOLS, "digest"),
                ERROR);
        return new Managed(
                server,
                new Calls(List.of(
                        new Calls.Accepted("k1", NOW, "replica", false, "echo", "agent"),
                        new Calls.Accepted("k2", NOW, "replica", true, "add", null))));
    }

    private static Object written(Object body) {
        return Codecs.STATE.decode(Codecs.STATE.encode(new StateRecord(body))).getBody();
    }

    @Test
    void aRemovedServerIsRememberedByItsCommands() {
        ServerState state = new ServerState.Removed(NOW, NOW.plus(ServerLifecycle.REMEMBERED));
        Restored restored =
                StateMapping.restored((Removed) written(StateMapping.toMessage(managed(state))), DEFINITION);
        Server server = restored.managed().server();
        assertThat(server.state()).isEqualTo(state);
        assertThat(server.desired()).isEqualTo(DesiredState.REMOVED);
        assertThat(server.commands()).isEqualTo(COMMANDS);
        assertThat(restored.wasLive()).isFalse();
    }

    @Test
    void aServerOfWhichOnlyTheDefinitionIsKnownIsStopped() {
        assertThat(StateMapping.restored(7, 3, DEFINITION))
                .isEqualTo(new Restored(new Managed(Server.defined(7, 3, DEFINITION), Calls.NONE), false));
    }
}
