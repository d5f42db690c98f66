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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What follows when a run ends that should not have. */
class FailureTest {
    @Test
    void aCrashIsFollowedByAnotherAttempt() {
        Story story = Story.running().exited(Exit.code(3), "out of cheese");
        ServerError error = new ServerError(
                ErrorCode.CRASHED,
                "The server exited with code 3 after 0 s of running.",
                Exit.code(3),
                List.of("out of cheese"),
                story.now());
        assertThat(story.state()).isInstanceOfSatisfying(BackingOff.class, backing -> {
            assertThat(backing.error()).isEqualTo(error);
            assertThat(story.events()).containsExactly(new ServerEvent.Crashed(error, backing.deadline()));
        });
        assertThat(story.server().lastError()).isEqualTo(error);
        assertThat(story.atDeadline().spawned().ready().server().lastError()).isNull();
    }

    @Test
    void anExitBeforeTheServerIsReadyIsAnEarlyExit() {
        Story story = Story.starting().spawned().exited(Exit.code(1), "SLACK_TOKEN is missing");
        assertThat(story.server().lastError())
                .isEqualTo(new ServerError(
                        ErrorCode.EXITED_EARLY,
                        "The server exited with code 1 before it was ready.",
                        Exit.code(1),
                        List.of("SLACK_TOKEN is missing"),
                        story.now()));
    }

    @Test
    void aReadyServersExitWithCodeZeroEndsStopped() {
        Story story = Story.running().exited(Exit.code(0));
        assertThat(story.state()).isEqualTo(new Stopped());
        assertThat(story.server().desired()).isEqualTo(DesiredState.STOPPED);
        assertThat(story.events()).containsExactly(new ServerEvent.Stopped(0));
    }

    @Test
    void aServerThatShouldAlwaysRunIsRestartedEvenAfterCodeZero() {
        assertThat(Story.running(RestartPolicy.ALWAYS).exited(Exit.code(0)).state())
                .isInstanceOf(BackingOff.class);
    }

    @Test
    void codeZeroBeforeReadyIsAFailure() {
        assertThat(Story.starting().spawned().exited(Exit.code(0)).state()).isInstanceOf(BackingOff.class);
    }

    @Test
    void aServerThatIsNeverRestartedFailsWithItsFirstCrash() {
        assertThat(Story.running(RestartPolicy.NEVER).exited(Exit.code(0)).state())
                .isEqualTo(new Stopped());
        assertThat(Story.running(RestartPolicy.NEVER).exited(Exit.signal(11)).state())
                .isInstanceOf(Failed.class);
    }

    @ParameterizedTest
    @EnumSource(RestartPolicy.class)
    void whatCannotBeSpawnedAtAllFailsAtOnce(RestartPolicy restart) {
        Story story = Story.of(restart)
                .on(new Input.Start("s"))
                .on(new Input.NotSpawned(1, ErrorCode.COMMAND_NOT_FOUND, "no such program"));
        assertThat(story.state()).isInstanceOf(Failed.class);
        assertThat(story.endings())
                .containsExactly(new Ended("s", new Ending.Failed("COMMAND_NOT_FOUND", "no such program")));
        assertThat(story.untilDeadline()).isEqualTo(-1);
    }

    @Test
    void anotherFailureToSpawnIsTriedAgain() {
        Story story = Story.starting().on(new Input.NotSpawned(1, ErrorCode.RESOURCE_LIMIT, "no threads"));
        assertThat(story.state()).isInstanceOf(BackingOff.class);
    }

    @Test
    void aDefinitionThatWasNeverReadyGetsThreeAttempts() {
        Story story = Story.starting().crashAtOnce().atDeadline().crashAtOnce().atDeadline();
        assertThat(story.state()).isInstanceOf(Starting.class);
        assertThat(story.crashAtOnce().state()).isInstanceOf(Failed.class);
        assertThat(story.endings())
                .containsExactly(new Ended(
                        "s", new Ending.Failed("EXITED_EARLY", "The server exited with code 1 before it was ready.")));
        assertThat(story.on(new Input.Start("t")).crashAtOnce().state()).isInstanceOf(BackingOff.class);
    }

    @Test
    void aDefinitionThatWasReadyIsTriedTenTimesInFiveMinutes() {
        Story story = Story.running();
        for (int failure = 1; failure < RestartHistory.LIMIT; failure++) {
            story.exited(Exit.code(1), "boom");
            assertThat(story.state()).as("failure %d", failure).isInstanceOf(BackingOff.class);
            story.atDeadline().spawned();
        }
        story.exited(Exit.code(1), "boom");
        assertThat(story.state()).isInstanceOfSatisfying(Failed.class, failed -> {
            assertThat(failed.error().code()).isEqualTo(ErrorCode.RESTART_LIMIT);
            assertThat(failed.error().message())
                    .isEqualTo("Gave up after 10 failures in 5 minutes. The last one: "
                            + "The server exited with code 1 before it was ready.");
            assertThat(failed.error().stderrTail()).containsExactly("boom");
        });
        assertThat(story.server().history().restarts()).isEqualTo(9);
    }

    @Test
    void delaysDoubleFromHalfASecondToHalfAMinute() {
        Story story = Story.running();
        List<Long> delays = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            story.exited(Exit.code(1));
            delays.add(story.untilDeadline());
            story.atDeadline().spawned();
        }
        long base = 500;
        for (long delay : delays) {
            assertThat(delay).isBetween(Math.min(base, 30_000), Math.min(base * 5 / 4, 30_000));
            base *= 2;
        }
    }

    @Test
    void aMinuteOfHealthMakesEarlierFailuresForgotten() {
        Story story = Story.running();
        for (int i = 0; i < 4; i++) {
            story.exited(Exit.code(1)).atDeadline().spawned();
        }
        story.ready().afterSeconds(59).exited(Exit.code(1));
        assertThat(story.untilDeadline()).isGreaterThanOrEqualTo(8_000);
        story.atDeadline().spawned().ready().afterSeconds(60).exited(Exit.code(1));
        assertThat(story.untilDeadline()).isBetween(500L, 625L);
        assertThat(story.atDeadline().events()).containsExactly(new ServerEvent.Starting(StartReason.RESTART, 1));
    }

    @Test
    void healthCountsAlsoForAServerThatAnswersNoMore() {
        Story story = Story.running();
        for (int i = 0; i < 4; i++) {
            story.exited(Exit.code(1)).atDeadline().spawned();
        }
        story.ready()
                .afterSeconds(300)
                .on(new Input.Unresponsive(5, "no answer"))
                .exited(Exit.signal(9));
        assertThat(story.untilDeadline()).isBetween(500L, 625L);
    }

    @Test
    void aCommandMakesEarlierFailuresForgotten() {
        Story story = Story.running().exited(Exit.code(1)).atDeadline().crashAtOnce();
        story.on(new Input.Start("t")).crashAtOnce();
        assertThat(story.untilDeadline()).isBetween(500L, 625L);
        assertThat(story.server().history().restarts()).isZero();
    }

    @Test
    void aHandshakeThatTakesTooLongIsStoppedAndFailsWithTheLastWordsOnStderr() {
        Story story = Story.starting().spawned();
        assertThat(story.afterSeconds(19).deeds()).isEmpty();
        assertThat(story.afterSeconds(1).deeds()).containsExactly(new Effect.CloseStdin(1));
        Story ended = story.exited(Exit.signal(9), "still loading");
        assertThat(ended.state()).isInstanceOf(BackingOff.class);
        assertThat(ended.server().lastError()).isNotNull().satisfies(error -> {
            assertThat(error.code()).isEqualTo(ErrorCode.HANDSHAKE_TIMEOUT);
            assertThat(error.message()).isEqualTo("The server did not finish the MCP handshake within 20 s.");
            assertThat(error.stderrTail()).containsExactly("still loading");
        });
    }

    @Test
    void aHandshakeThatFailsStopsTheRun() {
        Story story =
                Story.starting().spawned().on(new Input.HandshakeFailed(1, ErrorCode.HANDSHAKE_FAILED, "not MCP"));
        assertThat(story.state()).isInstanceOf(Stopping.class);
        assertThat(story.exited(Exit.code(0)).state()).isInstanceOf(BackingOff.class);
    }

    @Test
    void aServerThatDoesNotAnswerAPingIsStoppedAndStartedAgain() {
        Story story = Story.running().on(new Input.Unresponsive(1, "no answer to a ping"));
        assertThat(story.deeds()).containsExactly(new Effect.CloseStdin(1));
        assertThat(story.exited(Exit.signal(9)).server().lastError())
                .isNotNull()
                .extracting(ServerError::code)
                .isEqualTo(ErrorCode.UNRESPONSIVE);
        assertThat(story.atDeadline().spawned().ready().state()).isInstanceOf(Running.class);
    }

    @Test
    void aStopOfWhatFailsEndsStopped() {
        Story story = Story.running().on(new Input.Unresponsive(1, "no answer")).on(new Input.Stop("x"));
        assertThat(story.exited(Exit.signal(9)).state()).isEqualTo(new Stopped());
        assertThat(story.endings()).containsExactly(Ended.succeeded("x"));
    }

    @Test
    void aServerThatRanIntoALimitSaysSoBeforeAndAfterItWasReady() {
        Input.Exited early = new Input.Exited(
                1, Exit.signal(9), List.of(), new Cause(ErrorCode.RESOURCE_LIMIT, "It ran into a limit."));
        assertThat(Story.starting().spawned().on(early).server().lastError())
                .isEqualTo(new ServerError(
                        ErrorCode.RESOURCE_LIMIT,
                        "The server ended by signal 9 before it was ready. It ran into a limit.",
                        Exit.signal(9),
                        List.of(),
                        Story.BEGIN));
        assertThat(Story.running().on(early).server().lastError())
                .extracting(ServerError::code)
                .isEqualTo(ErrorCode.RESOURCE_LIMIT);
    }

    @Test
    void aStopThatEndsAtALimitIsAStop() {
        Story story = Story.running().on(new Input.Stop("x"));
        assertThat(story.on(new Input.Exited(
                                1,
                                Exit.signal(9),
                                List.of(),
                                new Cause(ErrorCode.RESOURCE_LIMIT, "It ran into a limit.")))
                        .state())
                .isEqualTo(new Stopped());
    }

    private static Story elsewhere() {
        Endpoint.Remote far = new Endpoint.Remote("https://far.example/mcp", Endpoint.Transport.AUTO, Map.of(), false);
        Definition definition =
                new Definition(1, "far", far, RestartPolicy.ON_FAILURE, Duration.ofSeconds(20), Duration.ofSeconds(30));
        return Story.of(Server.defined(7, 1, definition))
                .on(new Input.Start("s"))
                .spawned();
    }

    @Test
    void aServerElsewhereThatWasReadyIsTriedForAsLongAsItIsAway() {
        Cause away = new Cause(ErrorCode.CONNECTION_REFUSED, "Nobody listens.");
        Story story = elsewhere().ready();
        for (int attempt = 0; attempt < 3 * RestartHistory.LIMIT; attempt++) {
            story.on(new Input.Exited(story.server().run(), new Exit(null, null), List.of(), away));
            assertThat(story.state())
                    .isInstanceOfSatisfying(
                            BackingOff.class,
                            backing -> assertThat(backing.error().code()).isEqualTo(ErrorCode.CONNECTION_REFUSED));
            story.atDeadline().spawned();
        }
    }

    @Test
    void wrongCredentialsAreTriedOnce() {
        Story story = elsewhere().on(new Input.HandshakeFailed(1, ErrorCode.UNAUTHORIZED, "no"));
        story.on(new Input.Exited(1, new Exit(null, null), List.of(), null));
        assertThat(story.state()).isInstanceOf(Failed.class);
    }
}
