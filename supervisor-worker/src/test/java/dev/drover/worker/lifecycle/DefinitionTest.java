package dev.drover.worker.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.worker.lifecycle.ServerState.Failed;
import dev.drover.worker.lifecycle.ServerState.Starting;
import dev.drover.worker.lifecycle.ServerState.Stopped;
import dev.drover.worker.lifecycle.Story.Ended;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a new definition does. */
class DefinitionTest {
    @Test
    void anOlderGenerationIsRejected() {
        Story story = Story.running().on(new Input.Define("old", Story.definition(1, RestartPolicy.ALWAYS)));
        assertThat(story.endings())
                .containsExactly(new Ended(
                        "old",
                        new Ending.Rejected("OLD_GENERATION", "Generation 1 is not newer than the known one, 1.")));
        assertThat(story.server().definition().restart()).isEqualTo(RestartPolicy.ON_FAILURE);
    }

    @ParameterizedTest
    @EnumSource(RestartPolicy.class)
    void aServerThatRunsIsRestartedWithItsNewDefinition(RestartPolicy restart) {
        Story story = Story.running().on(new Input.Define("e", Story.definition(2, restart)));
        assertThat(story.endings()).containsExactly(Ended.succeeded("e"));
        assertThat(story.deeds()).containsExactly(new Effect.CloseStdin(1));
        assertThat(story.exited(Exit.code(0)).events())
                .containsExactly(new ServerEvent.Stopped(0), new ServerEvent.Starting(StartReason.DEFINITION, 1));
    }

    @Test
    void aNewDefinitionDoesNotStartWhatShouldNotRun() {
        Story story = Story.stopped().on(new Input.Define("e", Story.definition(2, RestartPolicy.ALWAYS)));
        assertThat(story.deeds()).isEmpty();
        assertThat(story.state()).isEqualTo(new Stopped());
        Story stopping = Story.running()
                .on(new Input.Stop("x"))
                .on(new Input.Define("e", Story.definition(2, RestartPolicy.ALWAYS)));
        assertThat(stopping.exited(Exit.code(0)).state()).isEqualTo(new Stopped());
    }

    @Test
    void aNewDefinitionIsANewChanceForWhatFailedOrBacksOff() {
        for (Story story : List.of(failed(), Story.starting().crashAtOnce())) {
            story.on(new Input.Define("e", Story.definition(2, RestartPolicy.ALWAYS)));
            assertThat(story.events()).contains(new ServerEvent.Starting(StartReason.DEFINITION, 1));
        }
        Story failing = Story.running()
                .on(new Input.Unresponsive(1, "no answer"))
                .on(new Input.Define("e", Story.definition(2, RestartPolicy.NEVER)));
        assertThat(failing.exited(Exit.signal(9)).state()).isInstanceOf(Starting.class);
    }

    private static Story failed() {
        Story story = Story.starting();
        story.on(new Input.NotSpawned(1, ErrorCode.COMMAND_NOT_FOUND, "no such program"));
        assertThat(story.state()).isInstanceOf(Failed.class);
        return story;
    }
}
