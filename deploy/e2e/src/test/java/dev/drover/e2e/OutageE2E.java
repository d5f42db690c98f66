package dev.drover.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drover.local.LocalStack;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Kafka or PostgreSQL is away for a while, and the services come over it by themselves. */
@Tag("long")
@OnOwnStack(lease = "30s")
class OutageE2E {

    private static final Set<String> OUTCOMES =
            Set.of("CommandSucceeded", "CommandFailed", "CommandSuperseded", "CommandRejected");

    private final Api api;
    private final LocalStack stack;

    OutageE2E(Api api, LocalStack stack) {
        this.api = api;
        this.stack = stack;
    }

    @Test
    void everyAcceptedCommandHasOneOutcomeWhenKafkaIsRestartedUnderLoadAndServersRunOn() {
        List<ManagedServer> steady = Stream.of("memory", "everything")
                .map(server -> ManagedServer.running(api, Definitions.node(server)))
                .toList();
        List<Long> pids = steady.stream().map(ManagedServer::pid).toList();

        Load load = underLoad(() -> {
            stack.kafka().stop();
            return stack.kafka()::start;
        });

        assertThat(load.unexpected()).isEmpty();
        assertThatEachHasOneOutcome(load.accepted());
        assertThat(steady.stream()
                        .map(server -> server.awaitStatus("running").path("pid").asLong()))
                .isEqualTo(pids);
        assertThat(steady)
                .allSatisfy(
                        server -> assertThat(server.history()).containsExactly("server_starting", "server_started"));
        steady.forEach(server -> server.stop().remove());
    }

    @Test
    void everyAcceptedCommandHasOneOutcomeWhenPostgresIsRestartedUnderLoad() {
        Load load = underLoad(() -> {
            stack.postgres().stop();
            return stack.postgres()::start;
        });
        assertThat(load.unexpected()).isEmpty();
        assertThat(load.unavailable()).isPositive();
        assertThatEachHasOneOutcome(load.accepted());
    }

    @Test
    void whatIsWrittenWhileKafkaIsAwayIsCarriedOutLater() {
        ManagedServer running = ManagedServer.running(api, Definitions.node("memory"));
        stack.kafka().stop();
        ManagedServer created;
        Api.Answer stop;
        try {
            stop = running.command("stop", 0);
            created = ManagedServer.create(api, Definitions.with(Definitions.node("memory"), "start", true));
        } finally {
            stack.kafka().start();
        }
        assertThat(stop.status()).isEqualTo(202);
        running.awaitView(view -> view.path("status").asString().equals("stopped"));
        created.awaitStatus("running");
        assertThatEachHasOneOutcome(List.of(stop.body().path("command_id").asString()));
        created.stop().remove();
    }

    @Test
    void aQueryWhileKafkaIsAwayIsToldToComeAgain() {
        ManagedServer server = ManagedServer.running(api, Definitions.node("memory"));
        stack.kafka().stop();
        try {
            assertUnavailable(server.call("read_graph", Map.of()), "kafka_unavailable");
            assertThat(api.get(server.path("")).status()).isEqualTo(200);
        } finally {
            stack.kafka().start();
        }
        await().atMost(ManagedServer.PATIENCE)
                .until(() -> server.call("read_graph", Map.of()).status() == 200);
        server.stop().remove();
    }

    @Test
    void anythingWhilePostgresIsAwayIsToldToComeAgain() {
        ManagedServer server = ManagedServer.create(api, Definitions.node("memory"));
        stack.postgres().stop();
        try {
            assertUnavailable(server.command("start", 0), "database_unavailable");
            assertUnavailable(api.get(server.path("")), "database_unavailable");
            assertUnavailable(api.post("/internal/mcp_servers", Definitions.node("memory")), "database_unavailable");
        } finally {
            stack.postgres().start();
        }
        await().atMost(ManagedServer.PATIENCE)
                .until(() -> api.get(server.path("")).status() == 200);
        assertThat(server.status()).isEqualTo("stopped");
        server.start().stop().remove();
    }

    /** Takes a part away and gives it back, with clients at work before, meanwhile and after. */
    private Load underLoad(Outage outage) {
        List<ManagedServer> servers = Stream.generate(() -> ManagedServer.create(api, Definitions.node("memory")))
                .limit(3)
                .toList();
        try (Load load = new Load(servers)) {
            load.awaitMoreAccepted(9);
            Runnable end = outage.begin();
            try {
                load.awaitMore(12);
            } finally {
                end.run();
            }
            load.awaitMoreAccepted(9);
            return load;
        }
    }

    private interface Outage {

        /** What ends it. */
        Runnable begin();
    }

    private void assertThatEachHasOneOutcome(List<String> commands) {
        assertThat(commands).isNotEmpty();
        await().atMost(ManagedServer.PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(() -> assertThat(commands)
                        .extracting(id -> api.get("/internal/commands/" + id)
                                .body()
                                .path("outcome")
                                .asString())
                        .isSubsetOf("succeeded", "superseded"));
        try (PlatformBackend backend = new PlatformBackend(stack.bootstrapServers())) {
            Map<String, Long> outcomes = backend.read().stream()
                    .filter(read -> OUTCOMES.contains(read.kind()))
                    .collect(Collectors.groupingBy(PlatformBackend.Read::commandId, Collectors.counting()));
            assertThat(commands).allSatisfy(id -> assertThat(outcomes).containsEntry(id, 1L));
        }
    }

    private static void assertUnavailable(Api.Answer answer, String code) {
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(503);
        assertThat(answer.body().path("code").asString()).isEqualTo(code);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    }
}
