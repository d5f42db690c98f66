package dev.drover.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drover.e2e.PlatformBackend.Published;
import dev.drover.e2e.PlatformBackend.Read;
import dev.drover.local.LocalStack;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Commands and events on Kafka itself, for a program that has nothing of Drover but the released schemas. */
@OnSharedStack
class PlatformBackendE2E {

    private final Api api;
    private final KafkaLog log;
    private final PlatformBackend backend;

    PlatformBackendE2E(Api api, LocalStack stack) {
        this.api = api;
        this.log = new KafkaLog(stack.bootstrapServers());
        this.backend = new PlatformBackend(stack.bootstrapServers());
    }

    @AfterEach
    void close() {
        backend.close();
    }

    @Test
    void startsAndStopsAServerAndReadsWhatHappened() {
        ManagedServer server = ManagedServer.create(api, Definitions.node("memory"));
        Published start = backend.publish("StartServer", server.id());
        server.awaitStatus("running");
        Published stop = backend.publish("StopServer", server.id());
        server.awaitStatus("stopped");

        assertOutcome(start.commandId(), "CommandSucceeded", server);
        assertOutcome(stop.commandId(), "CommandSucceeded", server);
        List<Read> events = backend.events(server.id());
        assertThat(events.stream().map(Read::kind).filter(kind -> kind.startsWith("Server")))
                .containsExactly("ServerDefined", "ServerStarting", "ServerStarted", "ServerStopping", "ServerStopped");
        GenericRecord started = events.stream()
                .filter(read -> read.kind().equals("ServerStarted"))
                .map(read -> (GenericRecord) read.event().get("body"))
                .findFirst()
                .orElseThrow();
        assertThat(String.valueOf(started.get("protocol_version"))).startsWith("20");
        assertThat((long) started.get("pid")).isPositive();
        server.remove();
    }

    @Test
    void findsCommandsAndEventsOfAServerInTheOnePartitionOfItsKey() {
        ManagedServer server = ManagedServer.running(api, Definitions.node("memory"));
        Published stop = backend.publish("StopServer", server.id());
        server.awaitStatus("stopped");
        List<ConsumerRecord<String, byte[]>> records = log.read("mcp.commands", "mcp.events").stream()
                .filter(record -> Long.toString(server.id()).equals(record.key()))
                .toList();
        assertThat(records).extracting(ConsumerRecord::topic).contains("mcp.commands", "mcp.events");
        assertThat(records).extracting(ConsumerRecord::partition).containsOnly(stop.partition());
        server.remove();
    }

    @Test
    void isToldWhenThereWasNothingToDo() {
        ManagedServer server = ManagedServer.create(api, Definitions.node("memory"));
        Published stop = backend.publish("StopServer", server.id());
        Read outcome = awaitOutcome(stop.commandId());
        assertThat(outcome.kind()).isEqualTo("CommandSucceeded");
        assertThat(((GenericRecord) outcome.event().get("body")).get("changed")).isEqualTo(false);
        server.remove();
    }

    @Test
    void isAnsweredAgainButNotObeyedAgainWhenItRepeatsACommand() {
        ManagedServer server = ManagedServer.running(api, Definitions.node("memory"));
        String commandId = UUID.randomUUID().toString();
        backend.publish("RestartServer", server.id(), commandId, null);
        awaitOutcome(commandId);
        backend.publish("RestartServer", server.id(), commandId, null);
        Published last = backend.publish("StopServer", server.id());
        awaitOutcome(last.commandId());
        assertThat(backend.events(server.id()).stream().map(Read::kind).filter("ServerStarting"::equals))
                .hasSize(2);
        server.remove();
    }

    @Test
    void isRefusedAnUnknownServer() {
        Published start = backend.publish("StartServer", 4_000_000_000L);
        Read outcome = awaitOutcome(start.commandId());
        assertThat(outcome.kind()).isEqualTo("CommandRejected");
        assertThat(String.valueOf(((GenericRecord) outcome.event().get("body")).get("code")))
                .isEqualTo("UNKNOWN_SERVER");
    }

    @Test
    void isRefusedACommandInAnotherServersPartition() {
        ManagedServer server = ManagedServer.running(api, Definitions.node("memory"));
        int right = backend.events(server.id()).getFirst().place().partition();
        String commandId = UUID.randomUUID().toString();
        backend.publish("StopServer", server.id(), commandId, (right + 1) % 32);
        Read outcome = awaitOutcome(commandId);
        assertThat(outcome.kind()).isEqualTo("CommandRejected");
        assertThat(String.valueOf(((GenericRecord) outcome.event().get("body")).get("code")))
                .isEqualTo("WRONG_PARTITION");
        assertThat(server.status()).isEqualTo("running");
        server.remove();
    }

    @Test
    void whatIsNoCommandIsSetAsideWithTheReasonAndTheNextCommandIsObeyed() {
        ManagedServer server = ManagedServer.running(api, Definitions.node("memory"));
        byte[] junk = ("junk " + UUID.randomUUID()).getBytes(UTF_8);
        RecordMetadata place = backend.publishBytes(server.id(), junk);
        Published stop = backend.publish("StopServer", server.id());
        assertThat(stop.partition()).isEqualTo(place.partition());

        server.awaitStatus("stopped");

        ConsumerRecord<String, byte[]> letter = log.read("mcp.commands.dlt").stream()
                .filter(record -> new String(record.value(), UTF_8).equals(new String(junk, UTF_8)))
                .findFirst()
                .orElseThrow();
        assertThat(header(letter, "drover-reason")).isNotBlank();
        assertThat(header(letter, "drover-topic")).isEqualTo("mcp.commands");
        assertThat(header(letter, "drover-partition")).isEqualTo(Integer.toString(place.partition()));
        assertThat(header(letter, "drover-offset")).isEqualTo(Long.toString(place.offset()));
        server.remove();
    }

    private void assertOutcome(String commandId, String kind, ManagedServer server) {
        List<Read> outcomes = outcomes(commandId);
        assertThat(outcomes).extracting(Read::kind).containsExactly(kind);
        assertThat(outcomes.getFirst().event().get("server_id")).isEqualTo(server.id());
        assertThat(api.get("/internal/commands/" + commandId)
                        .body()
                        .path("outcome")
                        .asString())
                .isEqualTo("succeeded");
    }

    private Read awaitOutcome(String commandId) {
        return await().atMost(Duration.ofMinutes(1))
                .until(() -> outcomes(commandId), outcomes -> !outcomes.isEmpty())
                .getFirst();
    }

    private List<Read> outcomes(String commandId) {
        Set<String> kinds = Set.of("CommandSucceeded", "CommandFailed", "CommandSuperseded", "CommandRejected");
        return backend.read().stream()
                .filter(read -> kinds.contains(read.kind()) && read.commandId().equals(commandId))
                .toList();
    }

    private static String header(ConsumerRecord<String, byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), UTF_8);
    }
}
