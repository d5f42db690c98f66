package dev.drover.worker.supervision;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.drover.worker.lifecycle.Ending;
import dev.drover.worker.lifecycle.Endpoint;
import dev.drover.worker.lifecycle.Input;
import dev.drover.worker.lifecycle.Secret;
import dev.drover.worker.lifecycle.Server;
import dev.drover.worker.lifecycle.ServerEvent;
import dev.drover.worker.lifecycle.ServerEvent.CallOutcome;
import dev.drover.worker.lifecycle.ServerState;
import dev.drover.worker.query.Answer;
import dev.drover.worker.query.Answer.Refusal;
import dev.drover.worker.query.Asked;
import dev.drover.worker.query.Calls;
import dev.drover.worker.query.Query;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Puts queries to live servers. A query that only reads is asked at once; a tool call is asked once its acceptance is
 * committed, so that nobody ever executes it again. A result leaves at once; a refusal only after its event is committed:
 * a worker that lost its shard must not answer "not running". Used by the supervisor's thread only.
 */
final class QueryDesk {
    private static final Logger log = LoggerFactory.getLogger(QueryDesk.class);
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Refusal NOT_RUNNING = Refusal.of("NOT_RUNNING", "The server is not running.");
    private static final Refusal TOO_MANY = Refusal.of(
            "TOO_MANY_CALLS", "So many calls of this server have deadlines to come that no more can be kept in mind.");

    private final Runs runs;
    private final Answers answers;
    private final Mailbox mailbox;
    private final Clock clock;

    QueryDesk(Runs runs, Answers answers, Mailbox mailbox, Clock clock) {
        this.runs = runs;
        this.answers = answers;
        this.mailbox = mailbox;
        this.clock = clock;
    }

    void ask(Shard shard, Managed managed, Asked asked, StepBuilder step) {
        try {
            dispatch(shard, managed, asked, step);
        } catch (RuntimeException e) {
            log.error("Command {} of server {} failed", asked.commandId(), asked.serverId(), e);
            refuse(managed.server(), asked, Refusal.of("INTERNAL_ERROR", "The worker failed: see its log."), step);
        }
    }

    private void dispatch(Shard shard, Managed managed, Asked asked, StepBuilder step) {
        if (asked.query() instanceof Query.CallTool call) {
            accept(shard, managed, asked, call, step);
        } else if (asked.query() instanceof Query.ReadLogs(int lines)) {
            String json = JSON.writeValueAsString(Map.of("lines", runs.stderrTail(asked.serverId(), lines)));
            answers.send(asked, new Answer.Result(json));
            end(managed.server(), asked.commandId(), new Ending.Succeeded(true), step);
        } else {
            put(asked, managed.server());
        }
    }

    void askedOfUnknown(Shard shard, Asked asked, StepBuilder step) {
        Received.Refused refused = Supervisor.unknown(asked.serverId(), asked.appId(), asked.commandId());
        reject(shard, new Received.RefusedQuery(refused, asked.replica()), step);
    }

    void reject(Shard shard, Received.RefusedQuery query, StepBuilder step) {
        Received.Refused refused = query.refused();
        shard.reject(refused, step);
        Refusal refusal = Refusal.of(refused.code(), refused.message());
        step.effect(() -> answers.send(refused.commandId(), refused.serverId(), query.replica(), refusal));
    }

    private void accept(Shard shard, Managed managed, Asked asked, Query.CallTool call, StepBuilder step) {
        Instant deadline = asked.deadline();
        if (deadline == null) {
            refuse(managed.server(), asked, Refusal.of("INVALID_COMMAND", "CallTool needs a deadline."), step);
        } else if (managed.calls().contains(asked.commandId())) {
            Refusal refusal = Refusal.of("ALREADY_EXECUTED", "A call with this command_id was accepted before.");
            step.effect(() -> answers.send(asked.commandId(), asked.serverId(), asked.replica(), refusal));
        } else if (!(managed.server().state() instanceof ServerState.Running)) {
            refuse(managed.server(), asked, NOT_RUNNING, step);
            called(managed.server(), asked, call, CallOutcome.FAILED, Duration.ZERO, 0, step);
        } else if (managed.calls().isFull(clock.instant())) {
            refuse(managed.server(), asked, TOO_MANY, step);
            called(managed.server(), asked, call, CallOutcome.FAILED, Duration.ZERO, 0, step);
        } else {
            Managed accepted = managed.with(managed.calls().accept(asked, call, deadline, clock.instant()));
            shard.put(accepted);
            step.ran(accepted);
            step.effect(() -> put(asked, accepted.server()));
        }
    }

    private void put(Asked asked, Server server) {
        long begun = System.nanoTime();
        CompletableFuture<String> pending = server.state() instanceof ServerState.Running
                ? runs.ask(
                        asked.serverId(),
                        inTheNameOf(asked, server),
                        session -> Attempt.of(() -> request(session, asked)))
                : null;
        if (pending == null) {
            mailbox.submit(new Message.Replied(asked, NOT_RUNNING, Duration.ZERO));
            return;
        }
        var _ = pending.whenComplete((json, failure) -> {
            Answer answer = json == null ? Refusals.of(failure) : new Answer.Result(json);
            if (json != null) {
                answers.send(asked, new Answer.Result(reply(asked, json)));
            }
            mailbox.submit(new Message.Replied(asked, answer, Duration.ofNanos(System.nanoTime() - begun)));
        });
    }

    /** A server that does not ask for users' tokens never gets one. */
    private static @Nullable Secret inTheNameOf(Asked asked, Server server) {
        return server.definition().endpoint() instanceof Endpoint.Remote remote && remote.forwardsUserToken()
                ? asked.userToken()
                : null;
    }

    /** A list goes out as the MCP result object that has all pages in one. */
    private static String reply(Asked asked, String json) {
        return asked.query() instanceof Query.ListCatalogue(var kind)
                ? "{\"%s\":%s}".formatted(kind.name().toLowerCase(Locale.ROOT), json)
                : json;
    }

    private CompletableFuture<String> request(McpSession session, Asked asked) {
        return switch (asked.query()) {
            case Query.ListCatalogue(var kind) -> session.list(kind);
            case Query.CallTool call ->
                session.callTool(call.tool(), call.arguments().value(), untilDeadline(asked));
            case Query.ReadResource(String uri) -> session.readResource(uri);
            case Query.GetPrompt(String prompt, var arguments) -> session.getPrompt(prompt, arguments.value());
            case Query.ReadLogs _ -> throw new IllegalStateException("logs are not asked of the server");
        };
    }

    private Duration untilDeadline(Asked asked) {
        Instant deadline = asked.deadline();
        return deadline == null ? Duration.ZERO : Duration.between(clock.instant(), deadline);
    }

    /** The server has answered, or will not. */
    void replied(Shard shard, Managed managed, Message.Replied replied, StepBuilder step) {
        Asked asked = replied.asked();
        if (asked.query() instanceof Query.CallTool call) {
            if (!managed.calls().isUnanswered(asked.commandId())) {
                // Its shard was lost and claimed again meanwhile: that has ended it.
                return;
            }
            Managed answered = managed.with(managed.calls().answer(asked.commandId()));
            shard.put(answered);
            step.ran(answered);
            called(managed.server(), asked, call, outcome(replied.answer()), replied.took(), size(replied), step);
        }
        switch (replied.answer()) {
            case Answer.Result(String json) -> {
                end(managed.server(), asked.commandId(), new Ending.Succeeded(true), step);
                step.answered();
                listed(managed.server(), asked, json);
            }
            case Refusal refusal -> refuse(managed.server(), asked, refusal, step);
        }
    }

    /** What was listed for a client may be news for all. */
    private void listed(Server server, Asked asked, String json) {
        boolean isForAll = inTheNameOf(asked, server) == null;
        if (isForAll && asked.query() instanceof Query.ListCatalogue(var kind)) {
            Catalogues.read(kind, json, text -> runs.masked(server.id(), text))
                    .ifPresent(catalogue -> mailbox.submit(
                            new Message.Reported(server.id(), new Input.Listed(server.run(), catalogue))));
        }
    }

    private static long size(Message.Replied replied) {
        return replied.answer() instanceof Answer.Result(String json) ? json.getBytes(UTF_8).length : 0;
    }

    private static CallOutcome outcome(Answer answer) {
        return switch (answer) {
            case Answer.Result(String json) -> isError(json) ? CallOutcome.TOOL_ERROR : CallOutcome.SUCCEEDED;
            case Refusal refusal -> refusal.code().equals("TIMEOUT") ? CallOutcome.TIMED_OUT : CallOutcome.FAILED;
        };
    }

    private static boolean isError(String json) {
        try {
            return JSON.readTree(json).path("isError").asBoolean(false);
        } catch (JacksonException e) {
            return true;
        }
    }

    /** A call that an earlier owner accepted and never answered: nobody knows what became of it. */
    void outcomeUnknown(Shard shard, Managed managed, StepBuilder step) {
        Managed next = managed;
        for (Calls.Accepted call : managed.calls().unanswered()) {
            Refusal refusal = Refusal.of(
                    "OUTCOME_UNKNOWN",
                    "The worker ended while the call was under way: it may or may not have been executed.");
            next = next.with(next.calls().answer(call.commandId()));
            step.effect(() -> answers.send(call.commandId(), managed.server().id(), call.replica(), refusal));
            end(managed.server(), call.commandId(), new Ending.Failed(refusal.code(), refusal.message()), step);
            ServerEvent event =
                    new ServerEvent.ToolCalled(call.tool(), call.caller(), CallOutcome.UNKNOWN, Duration.ZERO, 0, 0);
            step.happened(Change.Happened.to(managed.server(), event, call.commandId()));
        }
        if (!next.equals(managed)) {
            shard.put(next);
            step.ran(next);
        }
    }

    private void refuse(Server server, Asked asked, Refusal refusal, StepBuilder step) {
        end(server, asked.commandId(), new Ending.Failed(refusal.code(), refusal.told()), step);
        step.effect(() -> answers.send(asked, refusal));
    }

    private static void end(Server server, String commandId, Ending ending, StepBuilder step) {
        step.happened(Change.Happened.to(server, new ServerEvent.CommandEnded(ending), commandId));
    }

    private static void called(
            Server server,
            Asked asked,
            Query.CallTool call,
            CallOutcome outcome,
            Duration took,
            long replyBytes,
            StepBuilder step) {
        long requestBytes = call.arguments().value().getBytes(UTF_8).length;
        ServerEvent event =
                new ServerEvent.ToolCalled(call.tool(), call.caller(), outcome, took, requestBytes, replyBytes);
        step.happened(Change.Happened.to(server, event, asked.commandId()));
    }
}
