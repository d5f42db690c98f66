package dev.drover.worker.supervision;

import static dev.drover.worker.supervision.Loop.APP;
import static dev.drover.worker.supervision.Loop.MORE;
import static dev.drover.worker.supervision.Loop.SERVER;
import static dev.drover.worker.supervision.Loop.SHARD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.worker.lifecycle.CatalogueKind;
import dev.drover.worker.lifecycle.Ending;
import dev.drover.worker.lifecycle.ErrorCode;
import dev.drover.worker.lifecycle.Input;
import dev.drover.worker.lifecycle.RunId;
import dev.drover.worker.lifecycle.ServerEvent;
import dev.drover.worker.lifecycle.ServerState;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class SupervisorTest {
    private static final Ending DONE = new Ending.Succeeded(true);

    private final Loop loop = new Loop(2);

    private static Ending.Rejected unknown() {
        return new Ending.Rejected("UNKNOWN_SERVER", "No such server is known to its owner.");
    }

    @Test
    void aServerIsDefinedStartedAndStopped() {
        Loop.Live live = loop.running();
        assertThat(loop.log.endings("start" + SERVER)).containsExactly(DONE);
        assertThat(loop.supervisor.liveServers()).isEqualTo(1);
        loop.order(new Input.Stop("x"));
        assertThat(live.process().done).containsExactly("closeStdin");
        live.process().exits(0);
        loop.step();
        assertThat(loop.log.endings("x")).containsExactly(DONE);
        assertThat(loop.supervisor.liveServers()).isZero();
    }

    @Test
    void nothingHappensBeforeItIsCommitted() {
        loop.log.hold();
        CompletableFuture<Void> handled =
                loop.send(Loop.define(SERVER), Loop.start(SERVER)).future();
        assertThat(loop.host.spawns).isEmpty();
        assertThat(handled).isNotDone();
        loop.log.commit();
        loop.step();
        assertThat(loop.host.spawns).hasSize(1);
        assertThat(handled).isCompleted();
    }

    @Test
    void aStopDoesNotGoOnBeforeItIsCommitted() {
        Loop.Live live = loop.running();
        loop.log.hold();
        loop.order(new Input.Stop("x"));
        loop.pass(Duration.ofSeconds(2));
        assertThat(live.process().done).isEmpty();
        loop.log.commit();
        loop.step();
        assertThat(live.process().done).containsExactly("closeStdin", "terminate");
    }

    @Test
    void aStubbornServerIsKilled() {
        Loop.Live live = loop.running();
        loop.order(new Input.Stop("x"));
        loop.pass(Duration.ofSeconds(1));
        loop.pass(Duration.ofSeconds(2));
        loop.pass(Duration.ofSeconds(1));
        assertThat(live.process().done).containsExactly("closeStdin", "terminate", "kill", "kill");
    }

    @Test
    void commandsThatWereHandledBeforeAreSkipped() {
        loop.running();
        int before = loop.log.committed.size();
        assertThat(loop.deliver(0, Loop.define(SERVER), Loop.start(SERVER)).future())
                .isCompleted();
        assertThat(loop.log.committed.subList(before, loop.log.committed.size()))
                .containsExactly(new Change.Position(2));
    }

    @Test
    void whatCouldNotBeReadIsPassedOver() {
        CompletableFuture<Void> handled = new CompletableFuture<>();
        loop.tell(new Message.Commands(SHARD, Loop.CLAIM, List.of(new Message.Delivery(9, null)), handled));
        assertThat(handled).isCompleted();
        assertThat(loop.log.committed).containsExactly(new Change.Position(10));
    }

    @Test
    void anUnknownServerOrAnotherAppsIsRejected() {
        loop.order(new Input.Start("a"));
        loop.running();
        loop.send(new Received.Ordered(SERVER, APP + 1, new Input.Stop("b")));
        assertThat(loop.log.endings("a")).containsExactly(unknown());
        assertThat(loop.log.endings("b")).containsExactly(unknown());
    }

    @Test
    void aRefusedCommandIsAnswered() {
        loop.send(new Received.Refused(SERVER, APP, "e", "EXPIRED", "too late"));
        assertThat(loop.log.endings("e")).containsExactly(new Ending.Rejected("EXPIRED", "too late"));
    }

    @Test
    void startsWaitForTheirTurn() {
        for (long server : MORE) {
            loop.send(Loop.define(server), Loop.start(server));
        }
        assertThat(loop.host.spawns).hasSize(2);
        loop.ready(loop.spawn(0));
        assertThat(loop.host.spawns).hasSize(3);
    }

    @Test
    void aStartThatFailsMakesRoomForTheNext() {
        for (long server : MORE) {
            loop.send(Loop.define(server), Loop.start(server));
        }
        loop.spawn(1).fails(ErrorCode.COMMAND_NOT_FOUND);
        loop.step();
        assertThat(loop.host.spawns).hasSize(3);
        assertThat(loop.log.endings("start" + MORE.get(1)))
                .containsExactly(new Ending.Failed("COMMAND_NOT_FOUND", "no"));
    }

    @Test
    void oneServersBugLeavesTheOthersAlone() {
        loop.host.broken = MORE.getFirst();
        CompletableFuture<Void> handled = loop.send(
                        Loop.define(MORE.getFirst()),
                        Loop.start(MORE.getFirst()),
                        Loop.define(SERVER),
                        Loop.start(SERVER))
                .future();
        assertThat(handled).isCompleted();
        loop.ready(loop.spawn(0));
        assertThat(loop.log.endings("start" + SERVER)).containsExactly(DONE);
        assertThat(loop.log.last(MORE.getFirst()).server().state()).isInstanceOf(ServerState.BackingOff.class);
    }

    @Test
    void aFloodOfListChangesIsOneRequestAtATime() {
        Loop.Live live = loop.running();
        for (int i = 0; i < 100; i++) {
            loop.connector.listeners.values().forEach(listener -> listener.accept(CatalogueKind.TOOLS));
        }
        loop.step();
        assertThat(live.session().count("TOOLS")).isEqualTo(1);
        live.session().answer("TOOLS").complete("[{\"name\":\"a\"}]");
        loop.step();
        assertThat(live.session().count("TOOLS")).isEqualTo(2);
        live.session().answer("TOOLS").complete("no JSON");
        loop.step();
        assertThat(live.session().count("TOOLS")).isEqualTo(2);
        assertThat(loop.log.events())
                .filteredOn(ServerEvent.CatalogueChanged.class::isInstance)
                .hasSize(1);
    }

    @Test
    void aServerThatDoesNotAnswerAPingIsStopped() {
        Loop.Live live = loop.running();
        loop.pass(Duration.ofSeconds(30));
        live.session().answer("ping").completeExceptionally(new McpFailure(McpFailure.Reason.TIMEOUT, "no answer"));
        loop.step();
        assertThat(live.process().done).containsExactly("closeStdin");
    }

    @Test
    void aServerThatClosedItsStdoutIsStoppedWhenItDoesNotExit() {
        Loop.Live live = loop.running();
        for (int i = 0; i < 2; i++) {
            assertThat(live.process().done).isEmpty();
            loop.pass(Duration.ofSeconds(30));
            live.session().answer("ping").completeExceptionally(new McpFailure(McpFailure.Reason.EXITED, "closed"));
            loop.step();
        }
        assertThat(live.process().done).containsExactly("closeStdin");
    }

    @Test
    void aRunIsDebuggedOnCommand() {
        Loop.Live live = loop.running();
        loop.order(new Input.SetDebug("d", true));
        assertThat(live.session().count("debug true")).isEqualTo(1);
        assertThat(loop.log.endings("d")).containsExactly(DONE);
    }

    @Test
    void whatAServerSaysOfItselfHasNoSecretsInTheLog() {
        Loop.Live live = loop.running();
        String list = "[{\"name\":\"a\",\"description\":\"uses %s\"}]";
        live.session().answer("TOOLS").complete(list.formatted(FakeProcess.SECRET));
        loop.step();
        assertThat(loop.log.events())
                .filteredOn(ServerEvent.CatalogueChanged.class::isInstance)
                .extracting(event ->
                        ((ServerEvent.CatalogueChanged) event).catalogue().content())
                .containsExactly(list.formatted("***"));
        assertThat(loop.log.events())
                .filteredOn(ServerEvent.Started.class::isInstance)
                .extracting(event -> ((ServerEvent.Started) event).info().version())
                .containsExactly("1 ***");
    }

    @Test
    void aStartTellsHowLongItTookUntilTheProcessWasThere() {
        loop.running();
        assertThat(loop.log.events())
                .filteredOn(ServerEvent.Started.class::isInstance)
                .singleElement()
                .isInstanceOfSatisfying(
                        ServerEvent.Started.class,
                        started -> assertThat(started.spawnTook()).isPositive().isLessThanOrEqualTo(started.took()));
    }

    @Test
    void aServerElsewhereDoesNotWaitForItsTurn() {
        Loop single = new Loop(1);
        long local = MORE.getFirst();
        single.send(Loop.define(local), Loop.start(local));
        single.send(Loop.defineElsewhere(SERVER), Loop.start(SERVER));
        single.awaitHandshake();
        assertThat(single.host.spawns).hasSize(1);
        assertThat(single.connector.opening).containsOnlyKeys(new RunId(SERVER, 1));
    }
}
