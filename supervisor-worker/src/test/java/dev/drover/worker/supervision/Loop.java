package dev.drover.worker.supervision;

import static org.awaitility.Awaitility.await;

import dev.drover.schemas.Sharding;
import dev.drover.worker.lifecycle.BackOff;
import dev.drover.worker.lifecycle.Definition;
import dev.drover.worker.lifecycle.Endpoint;
import dev.drover.worker.lifecycle.Input;
import dev.drover.worker.lifecycle.RestartPolicy;
import dev.drover.worker.lifecycle.RunId;
import dev.drover.worker.lifecycle.Secret;
import dev.drover.worker.query.Answer;
import dev.drover.worker.query.Asked;
import dev.drover.worker.query.Query;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;

/** A supervisor between fakes, which takes its steps when the test says so. */
final class Loop {
    static final long SERVER = 7;
    static final int SHARD = Sharding.shardOf(SERVER);
    static final long CLAIM = 1;

    /** Others of the same shard. */
    static final List<Long> MORE = LongStream.range(8, 10_000)
            .filter(id -> Sharding.shardOf(id) == SHARD)
            .limit(3)
            .boxed()
            .toList();

    static final long APP = 1;

    final FakeProcessHost host = new FakeProcessHost();
    final FakeRemoteHost elsewhere = new FakeRemoteHost();
    final FakeConnector connector = new FakeConnector();
    final List<Reply> replies = new ArrayList<>();
    final Supervisor supervisor;
    FakeLog log = new FakeLog();
    final FakeLease lease = new FakeLease();
    private Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private long offset;

    /** A batch of commands: completes when it is handled. */
    record Handling(CompletableFuture<Void> future) {}

    /** What was answered. */
    record Reply(String commandId, Answer answer) {
        String code() {
            return answer instanceof Answer.Refusal refusal ? refusal.code() : "result";
        }
    }

    Loop(int startLimit) {
        supervisor = new Supervisor(
                host,
                elsewhere,
                connector,
                (commandId, serverId, replica, answer) -> replies.add(new Reply(commandId, answer)),
                clock(),
                startLimit,
                2,
                BackOff.DEFAULT);
        claim(List.of());
    }

    private Clock clock() {
        return new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now;
            }
        };
    }

    void step() {
        supervisor.step(now);
        supervisor.step(now);
    }

    void pass(Duration time) {
        now = now.plus(time);
        step();
    }

    void claim(List<Message.Restored> servers) {
        log = new FakeLog();
        tell(new Message.Claimed(SHARD, CLAIM, log, lease, servers, offset));
    }

    void tell(Message message) {
        supervisor.submit(message);
        step();
    }

    Handling deliver(long at, Received... commands) {
        List<Message.Delivery> deliveries = new ArrayList<>();
        long next = at;
        for (Received command : commands) {
            deliveries.add(new Message.Delivery(next++, command));
        }
        offset = Math.max(offset, next);
        CompletableFuture<Void> handled = new CompletableFuture<>();
        tell(new Message.Commands(SHARD, CLAIM, deliveries, handled));
        return new Handling(handled);
    }

    Handling send(Received... commands) {
        return deliver(offset, commands);
    }

    Handling order(Input.Order order) {
        return send(new Received.Ordered(SERVER, APP, order));
    }

    static Received define(long serverId) {
        return define(serverId, new Endpoint.Stdio("server", List.of(), Map.of()));
    }

    static Received defineElsewhere(long serverId) {
        return define(
                serverId, new Endpoint.Remote("https://far.example/mcp", Endpoint.Transport.AUTO, Map.of(), true));
    }

    private static Received define(long serverId, Endpoint endpoint) {
        Definition definition = new Definition(
                1, "files", endpoint, RestartPolicy.ON_FAILURE, Duration.ofSeconds(20), Duration.ofSeconds(30));
        return new Received.Ordered(serverId, APP, new Input.Define("define" + serverId, definition));
    }

    static Received start(long serverId) {
        return new Received.Ordered(serverId, APP, new Input.Start("start" + serverId));
    }

    Received call(String id) {
        return asked(id, new Query.CallTool("tool", new Secret("{}"), null), now.plusSeconds(20));
    }

    Received asked(String id, Query query, Instant deadline) {
        return new Received.Questioned(new Asked(id, SERVER, APP, query, "replica", deadline));
    }

    Instant now() {
        return now;
    }

    FakeProcessHost.Spawn spawn(int index) {
        return host.spawns.get(index);
    }

    /** Defines and starts the server, and makes it ready. */
    Live running() {
        send(define(SERVER), start(SERVER));
        return ready(host.spawns.getLast());
    }

    Live ready(FakeProcessHost.Spawn spawn) {
        FakeProcess process = spawn.succeeds();
        step();
        FakeSession session = new FakeSession();
        opening(spawn.run()).complete(session);
        step();
        return new Live(process, session);
    }

    /** A server elsewhere is reached on a thread of its own. */
    void awaitHandshake() {
        await().pollInSameThread().until(() -> {
            step();
            return !connector.opening.isEmpty();
        });
    }

    private CompletableFuture<McpSession> opening(RunId run) {
        CompletableFuture<McpSession> opening = connector.opening.get(run);
        if (opening == null) {
            throw new AssertionError("no handshake with " + run);
        }
        return opening;
    }

    /** A run that is ready. */
    record Live(FakeProcess process, FakeSession session) {}
}
