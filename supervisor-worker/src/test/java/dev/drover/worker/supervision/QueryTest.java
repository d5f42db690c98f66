package dev.drover.worker.supervision;

import static dev.drover.worker.supervision.Loop.APP;
import static dev.drover.worker.supervision.Loop.SERVER;
import static dev.drover.worker.supervision.Loop.SHARD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.worker.lifecycle.Ending;
import dev.drover.worker.lifecycle.Server;
import dev.drover.worker.lifecycle.ServerEvent;
import dev.drover.worker.query.Answer;
import dev.drover.worker.query.Asked;
import dev.drover.worker.query.Calls;
import dev.drover.worker.query.Query;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the supervisor makes of queries. */
class QueryTest {
    private final Loop loop = new Loop(2);

    private Received read(String id) {
        return loop.asked(id, new Query.ReadResource("uri"), loop.now().plusSeconds(20));
    }

    private List<String> replies() {
        return loop.replies.stream()
                .map(reply -> reply.commandId() + " " + reply.code())
                .toList();
    }

    @Test
    void aResultLeavesBeforeTheCommit() {
        Loop.Live live = loop.running();
        loop.log.hold();
        loop.send(read("q"));
        live.session().answer("uri").complete("{}");
        loop.step();
        assertThat(replies()).containsExactly("q result");
        assertThat(loop.log.endings("q")).isEmpty();
        loop.log.commit();
        assertThat(loop.log.endings("q")).containsExactly(new Ending.Succeeded(true));
    }

    @Test
    void whatTellsOfAnAnsweredQueryMayWaitForOtherSteps() {
        Loop.Live live = loop.running();
        loop.log.hold();
        loop.send(read("q"));
        live.session().answer("uri").complete("{}");
        loop.step();
        assertThat(loop.log.held()).hasSize(2).allMatch(Step::canWait);
    }

    @Test
    void anAcceptanceAndARefusalMayNotWait() {
        Loop.Live live = loop.running();
        loop.log.hold();
        loop.send(loop.call("c"));
        loop.send(loop.asked("q", new Query.ReadResource("uri"), loop.now().plusSeconds(20)));
        live.session().answer("uri").completeExceptionally(new IllegalStateException("no"));
        loop.step();
        assertThat(loop.log.held().getFirst().canWait()).isFalse();
        assertThat(loop.log.held().getLast().canWait()).isFalse();
    }

    @Test
    void aRefusalLeavesOnlyAfterTheCommit() {
        loop.send(Loop.define(SERVER));
        loop.log.hold();
        loop.send(read("q"));
        assertThat(replies()).isEmpty();
        loop.log.commit();
        loop.step();
        assertThat(replies()).containsExactly("q NOT_RUNNING");
        assertThat(loop.log.endings("q")).hasSize(1);
    }

    @Test
    void aRefusalDoesNotLeaveWhenTheShardIsLost() {
        loop.send(Loop.define(SERVER));
        loop.log.hold();
        loop.send(read("q"), loop.call("c"));
        loop.supervisor.submit(new Message.Lost(SHARD));
        loop.log.commit();
        loop.step();
        assertThat(replies()).isEmpty();
    }

    @Test
    void aQueryOfAnUnknownServerIsRejectedAndAnswered() {
        loop.send(read("q"));
        assertThat(replies()).containsExactly("q UNKNOWN_SERVER");
        assertThat(loop.log.endings("q")).singleElement().isInstanceOf(Ending.Rejected.class);
    }

    @Test
    void aCallIsNotExecutedBeforeItsAcceptanceIsCommitted() {
        Loop.Live live = loop.running();
        loop.log.hold();
        loop.send(loop.call("c"));
        assertThat(live.session().count("tool")).isZero();
        loop.log.commit();
        loop.step();
        assertThat(live.session().count("tool")).isEqualTo(1);
        assertThat(loop.log.last(SERVER).calls().isUnanswered("c")).isTrue();
        live.session().answer("tool").complete("{\"isError\":true}");
        loop.step();
        assertThat(replies()).containsExactly("c result");
        assertThat(loop.log.last(SERVER).calls().unanswered()).isEmpty();
        assertThat(loop.log.events())
                .last()
                .isInstanceOfSatisfying(
                        ServerEvent.ToolCalled.class,
                        called -> assertThat(called.outcome()).isEqualTo(ServerEvent.CallOutcome.TOOL_ERROR));
    }

    @Test
    void aRepeatedCallIsNotExecutedAgain() {
        Loop.Live live = loop.running();
        loop.send(loop.call("c"));
        loop.send(loop.call("c"));
        live.session().answer("tool").complete("{}");
        loop.step();
        loop.send(loop.call("c"));
        assertThat(live.session().count("tool")).isEqualTo(1);
        assertThat(replies()).containsExactly("c ALREADY_EXECUTED", "c result", "c ALREADY_EXECUTED");
        assertThat(loop.log.endings("c")).hasSize(1);
    }

    @Test
    void aCallWithoutADeadlineIsRefused() {
        loop.running();
        Received.Questioned call = (Received.Questioned) loop.call("c");
        loop.send(
                new Received.Questioned(new Asked("c", SERVER, APP, call.asked().query(), "replica", null)));
        assertThat(replies()).containsExactly("c INVALID_COMMAND");
    }

    @Test
    void aCallEndsWithItsProcess() {
        Loop.Live live = loop.running();
        loop.send(loop.call("c"));
        live.process().exits(1);
        loop.step();
        assertThat(replies()).containsExactly("c EXITED");
        assertThat(loop.log.endings("c")).hasSize(1);
    }

    @Test
    void theOutcomeOfACallThatWasUnderWayIsUnknownToTheNextOwner() {
        Loop.Live live = loop.running();
        loop.send(loop.call("c"));
        Server server =
                Server.defined(SERVER, APP, loop.log.last(SERVER).server().definition());
        Calls calls = loop.log.last(SERVER).calls();
        loop.tell(new Message.Lost(SHARD));
        loop.claim(List.of(new Message.Restored(new Managed(server, calls), true)));
        assertThat(replies()).containsExactly("c OUTCOME_UNKNOWN");
        assertThat(loop.log.events())
                .contains(
                        new ServerEvent.ToolCalled("tool", null, ServerEvent.CallOutcome.UNKNOWN, Duration.ZERO, 0, 0));
        live.process().exits(137);
        loop.step();
        assertThat(loop.log.endings("c")).singleElement().isInstanceOf(Ending.Failed.class);
        loop.send(loop.call("c"));
        assertThat(replies()).containsExactly("c OUTCOME_UNKNOWN", "c ALREADY_EXECUTED");
    }

    @Test
    void logsAreReadAlsoWhenTheServerHasStopped() {
        Loop.Live live = loop.running();
        live.process().exits(0);
        loop.step();
        loop.send(loop.asked("l", new Query.ReadLogs(10), loop.now().plusSeconds(20)));
        assertThat(loop.replies).containsExactly(new Loop.Reply("l", new Answer.Result("{\"lines\":[\"boom\"]}")));
    }
}
