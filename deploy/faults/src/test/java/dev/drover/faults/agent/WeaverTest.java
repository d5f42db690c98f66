package dev.drover.faults.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.faults.agent.Change.Answering;
import dev.drover.faults.agent.Change.Constant;
import dev.drover.faults.agent.Change.Filtering;
import dev.drover.faults.agent.Change.Reaching;
import dev.drover.faults.agent.Change.Side;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeaverTest {
    private static final String EXAMPLE = "dev/drover/faults/agent/Example";

    @TempDir
    private Path control = Path.of("");

    @Test
    void aFailPointLiesBeforeOrAfterItsCall() throws Exception {
        assertThat(answerWhenStruck(Side.BEFORE)).isEqualTo("[fail point poll]  COMMITTED");
        assertThat(answerWhenStruck(Side.AFTER)).isEqualTo("[first, fail point poll]  ABORTED");
    }

    private String answerWhenStruck(Side side) throws Exception {
        FailPoints.armedIn(control);
        new Control(control).arm(FailPoint.POLL, new Strike.Throw());
        return answer(new Reaching(EXAMPLE, "get", side, "first", FailPoint.POLL.label()));
    }

    @Test
    void aFailPointThatIsNotArmedChangesNothing() throws Exception {
        FailPoints.armedIn(control);
        assertThat(answer(new Reaching(EXAMPLE, "get", Side.AFTER, "first", FailPoint.POLL.label())))
                .isEqualTo(new Example().get());
    }

    @Test
    void aMethodAnswersAConstant() throws Exception {
        assertThat(answer(new Answering(EXAMPLE, "isOver", Constant.FALSE)))
                .isEqualTo("[first, second, second] going on ABORTED");
        assertThat(answer(new Answering(EXAMPLE, "second", Constant.NOTHING))).isEqualTo("[first] going on COMMITTED");
        assertThat(answer(new Answering(EXAMPLE, "outcome", Constant.NULL)))
                .isEqualTo("[first, second, second] over null");
    }

    @Test
    void anAnswerIsMadeAnother() throws Exception {
        assertThat(answer(new Filtering(EXAMPLE, "outcome", "skipped")))
                .isEqualTo("[first, second, second] over COMMITTED");
    }

    @Test
    void whatFitsNoPlaceOrSeveralIsAnError() {
        for (Change unfit : List.of(
                new Reaching(EXAMPLE, "get", Side.AFTER, "third", "poll"),
                new Reaching(EXAMPLE, "get", Side.AFTER, "second", "poll"),
                new Reaching(EXAMPLE, "got", Side.AFTER, "first", "poll"),
                new Answering(EXAMPLE, "isBegun", Constant.FALSE),
                new Answering("dev/drover/faults/agent/Sample", "isOver", Constant.FALSE))) {
            assertThatThrownBy(() -> answer(unfit)).as("%s", unfit).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static String answer(Change change) throws ReflectiveOperationException {
        Class<?> changed = WovenLoader.load(List.of(), change);
        return (String) ((Supplier<?>) changed.getConstructor().newInstance()).get();
    }
}
