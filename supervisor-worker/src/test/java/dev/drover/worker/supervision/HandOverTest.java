package dev.drover.worker.supervision;

import static dev.drover.worker.supervision.Loop.APP;
import static dev.drover.worker.supervision.Loop.SERVER;
import static dev.drover.worker.supervision.Loop.SHARD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.worker.lifecycle.Ending;
import dev.drover.worker.lifecycle.Input;
import dev.drover.worker.lifecycle.RunId;
import dev.drover.worker.lifecycle.Server;
import dev.drover.worker.lifecycle.ServerEvent;
import dev.drover.worker.lifecycle.ServerState;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What becomes of a shard that is given up or lost. */
class HandOverTest {
    private static final Ending DONE = new Ending.Succeeded(true);

    private final Loop loop = new Loop(2);

    @Test
    void aRevokedShardComesToRestAndTakesNoMoreCommands() {
        Loop.Live live = loop.running();
        CompletableFuture<Void> atRest = new CompletableFuture<>();
        loop.tell(new Message.Revoked(SHARD, atRest));
        assertThat(live.process().done).containsExactly("closeStdin");
        assertThat(loop.order(new Input.Restart("r")).future()).isCompleted();
        assertThat(loop.log.endings("r")).isEmpty();
        assertThat(atRest).isNotDone();
        loop.log.hold();
        live.process().exits(0);
        loop.step();
        assertThat(atRest).isNotDone();
        loop.log.commit();
        loop.step();
        assertThat(atRest).isCompleted();
        assertThat(loop.log.events()).last().isEqualTo(new ServerEvent.Stopped(0));
        assertThat(loop.host.spawns).hasSize(1);
    }

    @Test
    void aRevokedShardWithoutServersIsAtRest() {
        CompletableFuture<Void> atRest = new CompletableFuture<>();
        loop.tell(new Message.Revoked(SHARD, atRest));
        assertThat(atRest).isCompleted();
    }

    @Test
    void whatIsLostIsKilledAtOnceAndNothingIsWritten() {
        Loop.Live live = loop.running();
        loop.log.hold();
        CompletableFuture<Void> handled = loop.order(new Input.Restart("r")).future();
        int before = loop.log.committed.size();
        loop.tell(new Message.Lost(SHARD));
        assertThat(live.process().done).containsExactly("kill");
        assertThat(handled).isCompleted();
        live.process().exits(137);
        loop.step();
        assertThat(loop.log.committed).hasSize(before);
    }

    @Test
    void whatWasCommittedJustBeforeTheLossIsNotDone() {
        loop.log.hold();
        loop.send(Loop.define(SERVER), Loop.start(SERVER));
        loop.supervisor.submit(new Message.Lost(SHARD));
        loop.log.commit();
        loop.step();
        assertThat(loop.host.spawns).isEmpty();
    }

    @Test
    void aSpawnThatWasUnderWayAtTheLossNeverBecomesTheServer() {
        loop.send(Loop.define(SERVER), Loop.start(SERVER));
        assertThat(loop.spawn(0).mayRun().getAsBoolean()).isTrue();
        loop.tell(new Message.Lost(SHARD));
        assertThat(loop.spawn(0).mayRun().getAsBoolean()).isFalse();
        FakeProcess process = loop.spawn(0).succeeds();
        loop.step();
        assertThat(process.done).containsExactly("kill");
    }

    private FakeProcess lostAndClaimedAgain() {
        FakeProcess old = loop.running().process();
        Managed known = loop.log.last(SERVER);
        Managed restored = new Managed(
                new Server(
                        SERVER,
                        APP,
                        known.server().definition(),
                        known.server().desired(),
                        new ServerState.Stopped(),
                        known.server().run(),
                        known.server().history(),
                        known.server().commands(),
                        known.server().catalogues(),
                        null),
                known.calls());
        loop.tell(new Message.Lost(SHARD));
        loop.claim(List.of(new Message.Restored(restored, true)));
        return old;
    }

    @Test
    void theNextRunWaitsForTheEndOfTheOneBefore() {
        FakeProcess old = lostAndClaimedAgain();
        assertThat(loop.host.spawns).hasSize(1);
        old.exits(137);
        loop.step();
        assertThat(loop.spawn(1).run()).isEqualTo(new RunId(SERVER, 2));
        loop.ready(loop.spawn(1));
        assertThat(loop.log.last(SERVER).server().state()).isInstanceOf(ServerState.Running.class);
    }

    @Test
    void aRunThatStillWaitsIsNotSpawnedWhenItsShardIsLostOrItIsStopped() {
        FakeProcess old = lostAndClaimedAgain();
        loop.order(new Input.Stop("x"));
        assertThat(loop.log.endings("x")).containsExactly(DONE);
        loop.order(new Input.Start("y"));
        loop.tell(new Message.Lost(SHARD));
        old.exits(137);
        loop.step();
        assertThat(loop.host.spawns).hasSize(1);
    }

    @Test
    void aShardIsNotAtRestWhileAnEarlierRunLives() {
        FakeProcess old = lostAndClaimedAgain();
        CompletableFuture<Void> atRest = new CompletableFuture<>();
        loop.tell(new Message.Revoked(SHARD, atRest));
        assertThat(atRest).isNotDone();
        old.exits(137);
        loop.step();
        assertThat(atRest).isCompleted();
        assertThat(loop.host.spawns).hasSize(1);
    }

    @Test
    void aServerStartsOnlyUnderALeaseThatWasRenewedSinceItWasAsked() {
        loop.lease.isRenewing = false;
        loop.send(Loop.define(SERVER), Loop.start(SERVER));
        CompletableFuture<Boolean> mayRun =
                CompletableFuture.supplyAsync(() -> loop.spawn(0).mayRun().getAsBoolean());
        assertThat(mayRun).isNotDone();
        loop.lease.asks.getFirst().complete(true);
        assertThat(mayRun.join()).isTrue();
        loop.lease.isHeld = false;
        assertThat(loop.spawn(0).mayRun().getAsBoolean()).isFalse();
    }

    @Test
    void aStartThatWaitsForItsLeaseIsCancelledByAStop() {
        loop.lease.isRenewing = false;
        loop.send(Loop.define(SERVER), Loop.start(SERVER));
        CompletableFuture<Boolean> mayRun =
                CompletableFuture.supplyAsync(() -> loop.spawn(0).mayRun().getAsBoolean());
        loop.order(new Input.Stop("x"));
        assertThat(mayRun.join()).isFalse();
    }

    @Test
    void theLeaseHearsWhenTheLastProcessIsReaped() {
        FakeProcess process = loop.running().process();
        loop.order(new Input.Stop("x"));
        assertThat(loop.lease.emptied).isZero();
        process.exits(0);
        loop.step();
        assertThat(loop.lease.emptied).isEqualTo(1);
    }
}
