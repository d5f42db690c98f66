package dev.drover.faults.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.faults.agent.Change.Answering;
import dev.drover.faults.agent.Change.Constant;
import dev.drover.faults.agent.Change.Filtering;
import dev.drover.faults.agent.Change.Reaching;
import dev.drover.faults.agent.Change.Side;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeaverTest {
    private static final String EXAMPLE = "dev/drover/faults/agent/Example";
    private static final String RULE = "honesty";

    @TempDir
    private Path control = Path.of("");

    @Test
    void aFailPointLiesBeforeOrAfterItsCall() throws Exception {
        assertThat(answerWhenStruck(Side.BEFORE)).isEqualTo("[fail point poll]  7 COMMITTED");
        assertThat(answerWhenStruck(Side.AFTER)).isEqualTo("[first, fail point poll]  7 ABORTED");
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
    void aMethodAnswersAConstantAsLongAsItsRuleIsBroken() throws Exception {
        breakRule();
        assertThat(answer(answering("isOver", Constant.FALSE))).isEqualTo("[first, second, second] going on 7 ABORTED");
        assertThat(answer(answering("deadline", Constant.NEVER)))
                .isEqualTo("[first, second, second] over 1099511627776 ABORTED");
        assertThat(answer(answering("outcome", Constant.NULL))).isEqualTo("[first, second, second] over 7 null");
    }

    @Test
    void anAnswerIsMadeAnotherAsLongAsItsRuleIsBroken() throws Exception {
        breakRule();
        assertThat(answer(new Filtering(EXAMPLE, "outcome", RULE, "skipped")))
                .isEqualTo("[first, second, second] over 7 COMMITTED");
    }

    @Test
    void aRuleThatIsKeptChangesNothing() throws Exception {
        Rules.brokenIn(control);
        for (Change change : List.of(
                answering("isOver", Constant.FALSE),
                answering("deadline", Constant.NEVER),
                answering("outcome", Constant.NULL),
                new Filtering(EXAMPLE, "outcome", RULE, "skipped"))) {
            assertThat(answer(change)).as("%s", change).isEqualTo(new Example().get());
        }
    }

    private void breakRule() throws IOException {
        Rules.brokenIn(control);
        Files.createFile(control.resolve(RULE));
    }

    private static Answering answering(String method, Constant answer) {
        return new Answering(EXAMPLE, method, RULE, answer);
    }

    @Test
    void whatFitsNoPlaceOrSeveralIsAnError() {
        for (Change unfit : List.of(
                new Reaching(EXAMPLE, "get", Side.AFTER, "third", "poll"),
                new Reaching(EXAMPLE, "get", Side.AFTER, "second", "poll"),
                new Reaching(EXAMPLE, "got", Side.AFTER, "first", "poll"),
                answering("isBegun", Constant.FALSE),
                new Answering("dev/drover/faults/agent/Sample", "isOver", RULE, Constant.FALSE))) {
            assertThatThrownBy(() -> answer(unfit)).as("%s", unfit).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static String answer(Change change) throws ReflectiveOperationException {
        Class<?> changed = WovenLoader.load(List.of(), change);
        return (String) ((Supplier<?>) changed.getConstructor().newInstance()).get();
    }
}
