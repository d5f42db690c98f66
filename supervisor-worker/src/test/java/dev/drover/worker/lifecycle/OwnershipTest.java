package dev.drover.worker.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.worker.lifecycle.ServerState.BackingOff;
import dev.drover.worker.lifecycle.ServerState.Failed;
import dev.drover.worker.lifecycle.ServerState.Removed;
import dev.drover.worker.lifecycle.ServerState.Starting;
import dev.drover.worker.lifecycle.ServerState.Stopped;
import dev.drover.worker.lifecycle.ServerState.Stopping;
import dev.drover.worker.lifecycle.Story.Ended;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What happens to a server when its owner changes, and when it is removed. */
class OwnershipTest {
    /** As the next owner reads it: what ran is dead. */
    private static Story adopted(Story story, boolean wasLive) {
        Server server = story.server();
        boolean isKept = server.state() instanceof Failed || server.state() instanceof Removed;
        return Story.of(isKept ? server : server.withState(new Stopped())).on(new Input.Adopted(wasLive));
    }

    @Test
    void whatShouldRunIsStartedByTheNextOwner() {
        Story story = adopted(Story.running(), true);
        assertThat(story.state()).isEqualTo(new Starting(2, null, null));
        assertThat(story.events()).containsExactly(new ServerEvent.Starting(StartReason.FAILOVER, 1));
        assertThat(story.deeds()).containsExactly(new Effect.Spawn(2));
    }

    @Test
    void aStartThatWasUnderWayIsAnsweredByTheNextOwner() {
        assertThat(adopted(Story.starting(), true).spawned().ready().endings()).containsExactly(Ended.succeeded("s"));
        assertThat(adopted(Story.starting().crashAtOnce(), true)
                        .spawned()
                        .ready()
                        .endings())
                .containsExactly(Ended.succeeded("s"));
    }

    @Test
    void aStopThatWasUnderWayIsAnsweredByTheNextOwner() {
        Story story = adopted(Story.running().on(new Input.Stop("x")), true);
        assertThat(story.events()).containsExactly(new ServerEvent.Stopped(null));
        assertThat(story.endings()).containsExactly(Ended.succeeded("x"));
        assertThat(story.deeds()).isEmpty();
    }

    @Test
    void aRestartThatWasUnderWayIsFinishedByTheNextOwner() {
        Story story = adopted(Story.running().on(new Input.Restart("r")), true);
        assertThat(story.spawned().ready().endings()).containsExactly(Ended.succeeded("r"));
    }

    @Test
    void whatIsStoppedStaysStopped() {
        Story story = adopted(Story.stopped(), false);
        assertThat(story.effects()).isEmpty();
        assertThat(story.state()).isEqualTo(new Stopped());
    }

    @Test
    void whatHasFailedStaysFailed() {
        Story failed = Story.starting().on(new Input.NotSpawned(1, ErrorCode.PERMISSION_DENIED, "no"));
        assertThat(adopted(failed, false).effects()).isEmpty();
        assertThat(adopted(failed, false).state()).isInstanceOf(Failed.class);
    }

    @Test
    void aRemovalThatWasUnderWayIsFinishedByTheNextOwner() {
        Story story = adopted(Story.running().on(new Input.Remove("rm")), true);
        assertThat(story.state()).isInstanceOf(Removed.class);
        assertThat(story.events()).containsExactly(new ServerEvent.Stopped(null), new ServerEvent.Removed());
        assertThat(story.endings()).containsExactly(Ended.succeeded("rm"));
    }

    @Test
    void whatIsHandedOverIsStoppedInGoodOrderAndStillWanted() {
        Story story = Story.running().on(new Input.Revoked());
        assertThat(story.deeds()).containsExactly(new Effect.CloseStdin(1));
        assertThat(story.exited(Exit.code(0)).state()).isEqualTo(new Stopped());
        assertThat(story.events()).containsExactly(new ServerEvent.Stopped(0));
        assertThat(story.server().desired()).isEqualTo(DesiredState.RUNNING);
    }

    @Test
    void whatIsHandedOverIsNotStartedAgainHere() {
        Story restarting = Story.running().on(new Input.Restart("r")).on(new Input.Revoked());
        assertThat(restarting.exited(Exit.code(0)).state()).isEqualTo(new Stopped());
        Story asked = Story.running().on(new Input.Revoked()).on(new Input.Start("t"));
        assertThat(asked.exited(Exit.code(0)).deeds()).isEmpty();
        assertThat(adopted(asked, false).spawned().ready().endings()).containsExactly(Ended.succeeded("t"));
    }

    @Test
    void aStopThatIsUnderWayAtTheHandOverIsAnsweredHere() {
        Story story =
                Story.running().on(new Input.Stop("x")).on(new Input.Revoked()).exited(Exit.code(0));
        assertThat(story.endings()).containsExactly(Ended.succeeded("x"));
    }

    @Test
    void whatBacksOffIsHandedOverAtOnce() {
        Story story = Story.starting().crashAtOnce();
        assertThat(story.state()).isInstanceOf(BackingOff.class);
        assertThat(story.on(new Input.Revoked()).state()).isEqualTo(new Stopped());
        assertThat(story.events()).containsExactly(new ServerEvent.Stopped(null));
    }

    @Test
    void whatIsLostIsKilledAtOnceInEveryStepOfAStop() {
        for (Story story :
                List.of(Story.running(), Story.starting(), Story.running().on(new Input.Stop("x")))) {
            story.on(new Input.Lost());
            assertThat(story.deeds()).containsExactly(new Effect.Kill(1));
            assertThat(story.state()).isInstanceOf(Stopping.class);
        }
    }

    @Test
    void aRemovalStopsAndThenRemoves() {
        Story story = Story.running().on(new Input.Remove("rm"));
        assertThat(story.deeds()).containsExactly(new Effect.CloseStdin(1));
        assertThat(story.exited(Exit.code(0)).events())
                .containsExactly(new ServerEvent.Stopped(0), new ServerEvent.Removed());
        assertThat(story.endings()).containsExactly(Ended.succeeded("rm"));
    }

    @Test
    void nothingSecretIsKeptOfARemovedServer() {
        Endpoint endpoint = new Endpoint.Stdio("node", List.of("x.js"), Map.of("TOKEN", new Secret("s3cret")));
        Definition secret =
                new Definition(1, "s", endpoint, RestartPolicy.ALWAYS, Duration.ofSeconds(60), Duration.ofSeconds(30));
        Server server = Server.defined(1, 1, secret);
        Server removed = ServerLifecycle.on(server, new Input.Remove("rm"), Instant.EPOCH, BackOff.DEFAULT)
                .server();
        assertThat(removed.definition().endpoint()).isEqualTo(new Endpoint.Stdio("node", List.of("x.js"), Map.of()));
    }

    @Test
    void aServerThatIsBeingRemovedTakesNoOtherCommand() {
        Story story = Story.running().on(new Input.Remove("rm")).on(new Input.Start("t"));
        assertThat(story.endings())
                .containsExactly(
                        new Ended("t", new Ending.Rejected("SERVER_BEING_REMOVED", "The server is being removed.")));
        story.on(new Input.Remove("rm2"));
        assertThat(story.exited(Exit.code(0)).endings()).containsExactly(Ended.succeeded("rm"), Ended.succeeded("rm2"));
    }

    @Test
    void aRemovedServerAnswersRepeatsForADayAndIsThenForgotten() {
        Story story = Story.stopped().on(new Input.Remove("rm"));
        assertThat(story.state()).isInstanceOf(Removed.class);
        assertThat(story.on(new Input.Define("d", Story.definition(1, RestartPolicy.ALWAYS)))
                        .endings())
                .containsExactly(Ended.succeeded("d"));
        assertThat(story.on(new Input.Start("late")).endings())
                .containsExactly(
                        new Ended("late", new Ending.Rejected("UNKNOWN_SERVER", "The server has been removed.")));
        assertThat(story.afterSeconds(86_399).effects()).isEmpty();
        assertThat(adopted(story, false).effects()).isEmpty();
        assertThat(story.afterSeconds(1).deeds()).containsExactly(new Effect.Forget());
    }
}
