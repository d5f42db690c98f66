package dev.drover.worker.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.worker.lifecycle.ServerState.BackingOff;
import dev.drover.worker.lifecycle.ServerState.Failed;
import dev.drover.worker.lifecycle.ServerState.Running;
import dev.drover.worker.lifecycle.ServerState.Starting;
import dev.drover.worker.lifecycle.ServerState.Stopped;
import dev.drover.worker.lifecycle.ServerState.Stopping;
import dev.drover.worker.lifecycle.Story.Ended;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a server's own life is made of: starting, running, being asked to stop. */
class ServerLifecycleTest {
    @Test
    void aDefinedServerIsStoppedAndWantsNothing() {
        Story story = Story.stopped();
        assertThat(story.state()).isEqualTo(new Stopped());
        assertThat(story.events())
                .containsExactly(new ServerEvent.Defined(story.server().definition()));
        assertThat(story.endings()).containsExactly(Ended.succeeded("d"));
    }

    @Test
    void aStartSpawnsAndIsAnsweredWhenTheServerIsReady() {
        Story story = Story.starting();
        assertThat(story.state()).isEqualTo(new Starting(1, null, null));
        assertThat(story.deeds()).containsExactly(new Effect.Spawn(1));
        assertThat(story.events()).containsExactly(new ServerEvent.Starting(StartReason.COMMAND, 1));
        assertThat(story.endings()).isEmpty();
        assertThat(story.spawned().deeds()).containsExactly(new Effect.Handshake(1));
        assertThat(story.untilDeadline()).isEqualTo(20_000);
        assertThat(story.ready().endings()).containsExactly(Ended.succeeded("s"));
        assertThat(story.state()).isInstanceOf(Running.class);
        assertThat(story.deeds())
                .containsExactly(
                        new Effect.ListCatalogue(1, CatalogueKind.TOOLS),
                        new Effect.ListCatalogue(1, CatalogueKind.RESOURCES),
                        new Effect.ListCatalogue(1, CatalogueKind.PROMPTS));
    }

    @Test
    void aRunThatWaitsForItsTurnHasAllTheTimeInTheWorld() {
        assertThat(Story.starting().afterSeconds(86_400).state()).isEqualTo(new Starting(1, null, null));
    }

    @Test
    void startingWhatRunsChangesNothingAndSaysSo() {
        Story story = Story.running().on(new Input.Start("again"));
        assertThat(story.endings()).containsExactly(Ended.unchanged("again"));
        assertThat(story.deeds()).isEmpty();
    }

    @Test
    void stoppingWhatIsStoppedChangesNothingAndSaysSo() {
        Story story = Story.stopped().on(new Input.Stop("x"));
        assertThat(story.endings()).containsExactly(Ended.unchanged("x"));
        assertThat(story.events()).isEmpty();
    }

    @Test
    void aSecondStartOfAStartingServerIsAnsweredWithTheFirst() {
        Story story = Story.starting().on(new Input.Start("t")).spawned().ready();
        assertThat(story.endings()).containsExactly(Ended.succeeded("s"), Ended.succeeded("t"));
    }

    @Test
    void aStopClosesStdinThenTerminatesThenKillsAndKillsAgain() {
        Story story = Story.running().on(new Input.Stop("x"));
        assertThat(story.deeds()).containsExactly(new Effect.CloseStdin(1));
        assertThat(story.events()).containsExactly(new ServerEvent.Stopping());
        assertThat(story.untilDeadline()).isEqualTo(1_000);
        assertThat(story.atDeadline().deeds()).containsExactly(new Effect.Terminate(1));
        assertThat(story.untilDeadline()).isEqualTo(2_000);
        assertThat(story.atDeadline().deeds()).containsExactly(new Effect.Kill(1));
        assertThat(story.atDeadline().deeds()).containsExactly(new Effect.Kill(1));
        assertThat(story.endings()).isEmpty();
        assertThat(story.exited(Exit.signal(9)).endings()).containsExactly(Ended.succeeded("x"));
        assertThat(story.events()).containsExactly(new ServerEvent.Stopped(null));
        assertThat(story.state()).isEqualTo(new Stopped());
    }

    @Test
    void aStopSupersedesAStartThatIsNotReady() {
        Story story = Story.starting().on(new Input.Stop("x"));
        assertThat(story.endings()).containsExactly(Ended.superseded("s", "x"));
        assertThat(story.server().desired()).isEqualTo(DesiredState.STOPPED);
    }

    @Test
    void aStopOfARunThatNeverCameToBeEndsStopped() {
        Story story = Story.starting()
                .on(new Input.Stop("x"))
                .on(new Input.NotSpawned(1, ErrorCode.EXITED_EARLY, "not its turn"));
        assertThat(story.endings()).containsExactly(Ended.succeeded("x"));
        assertThat(story.state()).isEqualTo(new Stopped());
    }

    @Test
    void aStartSupersedesAStopAndFollowsIt() {
        Story story = Story.running().on(new Input.Stop("x")).on(new Input.Start("y"));
        assertThat(story.endings()).containsExactly(Ended.superseded("x", "y"));
        assertThat(story.exited(Exit.code(0)).state()).isEqualTo(new Starting(2, null, null));
        assertThat(story.events())
                .containsExactly(new ServerEvent.Stopped(0), new ServerEvent.Starting(StartReason.COMMAND, 1));
        assertThat(story.spawned().ready().endings()).containsExactly(Ended.succeeded("y"));
    }

    @Test
    void aStopOfAServerThatBacksOffOrFailedIsDoneAtOnce() {
        for (Story story : List.of(Story.starting().crashAtOnce(), failed())) {
            story.on(new Input.Stop("x"));
            assertThat(story.state()).isEqualTo(new Stopped());
            assertThat(story.endings()).contains(Ended.succeeded("x"));
            assertThat(story.events()).containsExactly(new ServerEvent.Stopped(null));
        }
    }

    @Test
    void aStartDoesNotWaitForTheNextAttempt() {
        Story story = Story.starting().crashAtOnce().on(new Input.Start("now"));
        assertThat(story.state()).isEqualTo(new Starting(2, null, null));
        assertThat(story.events()).containsExactly(new ServerEvent.Starting(StartReason.COMMAND, 1));
        assertThat(story.spawned().ready().endings()).containsExactly(Ended.succeeded("s"), Ended.succeeded("now"));
    }

    @Test
    void aRestartStopsAndStarts() {
        Story story = Story.running().on(new Input.Restart("r"));
        assertThat(story.deeds()).containsExactly(new Effect.CloseStdin(1));
        assertThat(story.exited(Exit.code(0)).deeds()).containsExactly(new Effect.Spawn(2));
        assertThat(story.spawned().ready().endings()).containsExactly(Ended.succeeded("r"));
    }

    @Test
    void aRestartOfWhatDoesNotRunIsAStart() {
        for (Story story : List.of(Story.stopped(), Story.starting().crashAtOnce(), failed())) {
            assertThat(story.on(new Input.Restart("r")).deeds())
                    .containsExactly(new Effect.Spawn(story.server().run()));
        }
    }

    @Test
    void aRestartOfAStoppingServerFollowsTheStop() {
        Story story = Story.running().on(new Input.Stop("x")).on(new Input.Restart("r"));
        assertThat(story.endings()).containsExactly(Ended.superseded("x", "r"));
        assertThat(story.exited(Exit.code(0)).spawned().ready().endings()).containsExactly(Ended.succeeded("r"));
    }

    @Test
    void aRepeatedCommandIsAnsweredAgainAndNotExecutedAgain() {
        Story story = Story.running().on(new Input.Stop("x"));
        assertThat(story.on(new Input.Start("s")).endings()).containsExactly(Ended.succeeded("s"));
        assertThat(story.deeds()).isEmpty();
        assertThat(story.state()).isInstanceOf(Stopping.class);
    }

    @Test
    void aRepeatOfACommandThatWaitsIsAnsweredWithIt() {
        Story story = Story.starting().on(new Input.Start("s"));
        assertThat(story.effects()).isEmpty();
        assertThat(story.spawned().ready().endings()).containsExactly(Ended.succeeded("s"));
    }

    @Test
    void tooManyCommandsThatWaitForTheSameAreRejectedButAStopIsNot() {
        Story story = Story.starting();
        for (int i = 1; i < CommandLog.MOST_WAITING; i++) {
            assertThat(story.on(new Input.Start("s" + i)).endings()).isEmpty();
        }
        assertThat(story.on(new Input.Start("one more")).endings())
                .singleElement()
                .extracting(Ended::ending)
                .isInstanceOfSatisfying(
                        Ending.Rejected.class, r -> assertThat(r.code()).isEqualTo("TOO_MANY_COMMANDS"));
        assertThat(story.on(new Input.Stop("x")).endings()).hasSize(CommandLog.MOST_WAITING);
        assertThat(story.state()).isInstanceOf(Stopping.class);
    }

    @Test
    void lateNewsOfAnEarlierRunChangesNothing() {
        Story story = Story.running().exited(Exit.code(1)).atDeadline().spawned();
        Server before = story.server();
        List<Input> late = List.of(
                new Input.Spawned(1, 99L),
                new Input.NotSpawned(1, ErrorCode.CRASHED, "late"),
                new Input.Ready(1, Story.INFO, Duration.ZERO, Duration.ZERO),
                new Input.HandshakeFailed(1, ErrorCode.HANDSHAKE_FAILED, "late"),
                new Input.Exited(1, Exit.code(3), List.of(), null),
                new Input.Unresponsive(1, "late"),
                new Input.ListChanged(1, CatalogueKind.TOOLS),
                new Input.Listed(1, new Catalogue(CatalogueKind.TOOLS, "digest", List.of(), List.of(), "[]")));
        for (Input input : late) {
            assertThat(story.on(input).effects()).as("%s", input).isEmpty();
            assertThat(story.server()).isEqualTo(before);
        }
    }

    @Test
    void aRunningServerIsPingedEveryThirtySeconds() {
        Story story = Story.running();
        assertThat(story.afterSeconds(29).deeds()).isEmpty();
        assertThat(story.afterSeconds(1).deeds()).containsExactly(new Effect.Ping(1));
        assertThat(story.untilDeadline()).isEqualTo(30_000);
    }

    @Test
    void aChangedCatalogueIsPublishedOnce() {
        Catalogue tools = new Catalogue(CatalogueKind.TOOLS, "digest", List.of("a"), List.of("d"), "[]");
        Story story = Story.running().on(new Input.Listed(1, tools));
        assertThat(story.events()).containsExactly(new ServerEvent.CatalogueChanged(tools));
        assertThat(story.on(new Input.Listed(1, tools)).effects()).isEmpty();
        story.exited(Exit.code(1)).atDeadline().spawned().ready();
        assertThat(story.on(new Input.Listed(2, tools)).effects()).isEmpty();
    }

    @Test
    void aListThatChangedIsListedAgain() {
        Story story = Story.running().on(new Input.ListChanged(1, CatalogueKind.PROMPTS));
        assertThat(story.deeds()).containsExactly(new Effect.ListCatalogue(1, CatalogueKind.PROMPTS));
    }

    private static Story failed() {
        Story story = Story.starting();
        story.on(new Input.NotSpawned(1, ErrorCode.COMMAND_NOT_FOUND, "no such program"));
        assertThat(story.state()).isInstanceOf(Failed.class);
        return story;
    }

    @Test
    void backingOffNeedsNoCommandToGoOn() {
        Story story = Story.starting().crashAtOnce();
        assertThat(story.state()).isInstanceOf(BackingOff.class);
        assertThat(story.atDeadline().events()).containsExactly(new ServerEvent.Starting(StartReason.RESTART, 2));
        assertThat(story.spawned().ready().endings()).containsExactly(Ended.succeeded("s"));
    }

    @Test
    void aRunningServerIsDebuggedUntilItsRunEnds() {
        Story story = Story.running().on(new Input.SetDebug("d1", true));
        assertThat(story.deeds()).containsExactly(new Effect.Debug(1, true));
        assertThat(story.endings()).containsExactly(Story.Ended.succeeded("d1"));
        assertThat(story.on(new Input.SetDebug("d2", true)).endings()).containsExactly(Story.Ended.unchanged("d2"));
        story.on(new Input.Restart("r")).exited(Exit.code(0)).spawned().ready();
        assertThat(story.on(new Input.SetDebug("d3", false)).endings()).containsExactly(Story.Ended.unchanged("d3"));
    }

    @Test
    void aPingLeavesDebuggingOn() {
        Story story = Story.running().on(new Input.SetDebug("d1", true)).atDeadline();
        assertThat(story.on(new Input.SetDebug("d2", true)).endings()).containsExactly(Story.Ended.unchanged("d2"));
    }

    @Test
    void aServerThatDoesNotRunCannotBeDebugged() {
        Ending rejected = new Ending.Rejected("NOT_RUNNING", "The server is not running.");
        assertThat(Story.stopped().on(new Input.SetDebug("d1", true)).endings())
                .containsExactly(new Story.Ended("d1", rejected));
        assertThat(Story.starting().on(new Input.SetDebug("d1", true)).endings())
                .containsExactly(new Story.Ended("d1", rejected));
    }

    @Test
    void aRepeatedDebugCommandIsAnsweredAgainAndNotExecutedAgain() {
        Story story = Story.running().on(new Input.SetDebug("d", true)).on(new Input.SetDebug("d", true));
        assertThat(story.deeds()).isEmpty();
        assertThat(story.endings()).containsExactly(Story.Ended.succeeded("d"));
    }
}
