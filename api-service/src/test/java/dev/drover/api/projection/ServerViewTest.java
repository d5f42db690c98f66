package dev.drover.api.projection;

import static dev.drover.api.projection.Bodies.crashed;
import static dev.drover.api.projection.Bodies.defined;
import static dev.drover.api.projection.Bodies.error;
import static dev.drover.api.projection.Bodies.started;
import static dev.drover.api.projection.Bodies.starting;
import static dev.drover.api.projection.Bodies.succeeded;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.schemas.message.CommandRejected;
import dev.drover.schemas.message.DesiredState;
import dev.drover.schemas.message.Event;
import dev.drover.schemas.message.ServerFailed;
import dev.drover.schemas.message.ServerStopped;
import dev.drover.schemas.message.ServerStopping;
import dev.drover.schemas.message.StartReason;
import java.util.Objects;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ServerViewTest {
    private final Shard shard = new Shard(5, 10);
    private @Nullable ServerView view;

    @Test
    void aDefinedServerIsStopped() {
        on(DesiredState.STOPPED, defined());
        assertThat(view())
                .isEqualTo(
                        new ServerView(7, 1, "stopped", 1L, RunView.stopped(Shard.START), new Mark("w-10", 5, 10, 1)));
    }

    @Test
    void aStartedServerRunsAndShowsWhatItIs() {
        start();
        assertThat(view())
                .isEqualTo(new ServerView(
                        7,
                        1,
                        "running",
                        1L,
                        new RunView(
                                "running",
                                Shard.START.plusSeconds(2),
                                4211L,
                                0,
                                null,
                                "2025-11-25",
                                "{\"name\":\"everything\",\"version\":\"2.0\"}",
                                "{\"tools\":{}}",
                                null),
                        new Mark("w-10", 5, 10, 3)));
    }

    @Test
    void aCrashedServerBacksOffWithoutAPidAndWithItsError() {
        start();
        on(DesiredState.RUNNING, crashed());
        assertThat(view().run().status()).isEqualTo("backing_off");
        assertThat(view().run().pid()).isNull();
        assertThat(view().run().nextAttemptAt()).isEqualTo(Shard.START.plusSeconds(99));
        assertThat(view().run().lastError())
                .isEqualTo("{\"code\":\"CRASHED\",\"message\":\"It ended by itself.\",\"exit_code\":3,"
                        + "\"stderr_tail\":[\"boom\"],\"occurred_at\":\"2026-01-02T03:04:05Z\"}");
    }

    @Test
    void aRestartCountsAndTheLastErrorGoesWhenItIsReady() {
        start();
        on(DesiredState.RUNNING, crashed());
        on(DesiredState.RUNNING, starting(StartReason.RESTART));
        assertThat(view().run().restarts()).isEqualTo(1);
        assertThat(view().run().nextAttemptAt()).isNull();
        assertThat(view().run().lastError()).isNotNull();
        on(DesiredState.RUNNING, started(5000, 1));
        assertThat(view().run().lastError()).isNull();
        assertThat(view().run().restarts()).isEqualTo(1);
    }

    @Test
    void aCommandStartsTheCountAnew() {
        start();
        on(DesiredState.RUNNING, crashed());
        on(DesiredState.RUNNING, starting(StartReason.RESTART));
        on(DesiredState.RUNNING, starting(StartReason.COMMAND));
        assertThat(view().run().restarts()).isZero();
    }

    @Test
    void aStoppingServerStillHasItsProcessAndAStoppedOneHasNone() {
        start();
        on(DesiredState.STOPPED, new ServerStopping());
        assertThat(view().run().pid()).isEqualTo(4211);
        on(DesiredState.STOPPED, new ServerStopped(0));
        assertThat(view().run().status()).isEqualTo("stopped");
        assertThat(view().run().pid()).isNull();
        assertThat(view().desiredStatus()).isEqualTo("stopped");
        assertThat(view().run().protocolVersion()).isEqualTo("2025-11-25");
    }

    @Test
    void aFailedServerKeepsTheReason() {
        start();
        on(DesiredState.RUNNING, new ServerFailed(error("It gave up.")));
        assertThat(view().run().status()).isEqualTo("failed");
        assertThat(view().run().lastError()).contains("It gave up.");
        assertThat(view().run().nextAttemptAt()).isNull();
    }

    @Test
    void aRepeatedStatusKeepsItsFirstMoment() {
        start();
        on(DesiredState.STOPPED, new ServerStopped(0));
        on(DesiredState.STOPPED, new ServerStopped(0));
        assertThat(view().run().statusSince()).isEqualTo(Shard.START.plusSeconds(3));
    }

    @Test
    void anAnswerThatBringsNothingDoesNotMoveTheRow() {
        start();
        ServerView before = view();
        on(DesiredState.RUNNING, succeeded());
        assertThat(view()).isSameAs(before);
    }

    @Test
    void anAnswerMovesTheRowWhenItChangesTheGoal() {
        start();
        on(DesiredState.STOPPED, succeeded());
        assertThat(view().desiredStatus()).isEqualTo("stopped");
        assertThat(view().run().status()).isEqualTo("running");
    }

    @Test
    void anOlderGenerationInARefusalDoesNotLowerTheObservedOne() {
        Event first = shard.next(7, DesiredState.STOPPED, null, defined())
                .setGeneration(4L)
                .build();
        view = ServerView.unknown(first).on(first);
        on(DesiredState.STOPPED, new CommandRejected("OLD_GENERATION", "It is older."));
        assertThat(view().observedGeneration()).isEqualTo(4);
    }

    @Test
    void whatAnOwnerSaysThatWasReplacedIsIgnored() {
        Event late = new Shard(5, 9).event(7, DesiredState.RUNNING, new ServerStopped(0));
        start();
        ServerView before = view();
        assertThat(before.on(late)).isSameAs(before);
    }

    @Test
    void aRepeatedEventIsIgnored() {
        start();
        Event crash = shard.event(7, DesiredState.RUNNING, crashed());
        ServerView once = view().on(crash);
        assertThat(once.on(crash)).isSameAs(once);
    }

    private void start() {
        on(DesiredState.STOPPED, defined());
        on(DesiredState.RUNNING, starting(StartReason.COMMAND));
        on(DesiredState.RUNNING, started(4211, 0));
    }

    private void on(DesiredState desired, SpecificRecord body) {
        Event event = shard.event(7, desired, body);
        view = (view == null ? ServerView.unknown(event) : view).on(event);
    }

    private ServerView view() {
        return Objects.requireNonNull(view);
    }
}
