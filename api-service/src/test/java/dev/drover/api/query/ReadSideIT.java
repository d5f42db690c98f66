package dev.drover.api.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drover.api.ApiAgainstRealParts;
import dev.drover.api.ApiAgainstRealParts.Parts;
import dev.drover.api.ApiUnderTest;
import dev.drover.api.ApiUnderTest.Answer;
import dev.drover.schemas.MessageSerializer;
import dev.drover.schemas.Sharding;
import dev.drover.schemas.Topic;
import dev.drover.schemas.message.CallTool;
import dev.drover.schemas.message.CatalogueChanged;
import dev.drover.schemas.message.CatalogueKind;
import dev.drover.schemas.message.DesiredState;
import dev.drover.schemas.message.Event;
import dev.drover.schemas.message.LeaseState;
import dev.drover.schemas.message.NotAnswered;
import dev.drover.schemas.message.OwnedShard;
import dev.drover.schemas.message.ServerStarted;
import dev.drover.schemas.message.WorkerHeartbeat;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The whole service: what a worker writes is what clients read over HTTP. */
@ExtendWith(ApiAgainstRealParts.class)
class ReadSideIT {
    private final ApiUnderTest api;
    private final Map<String, Object> kafka;

    ReadSideIT(Parts parts) {
        api = parts.api();
        kafka = Map.of("bootstrap.servers", parts.kafka().bootstrapServers());
    }

    @Test
    void whatAWorkerSaysIsReadOverHttp() {
        long id = api.createServer("read-side");
        int shard = Sharding.shardOf(id);
        publish(Topic.EVENTS, shard, Sharding.key(id), event(id, 1, started()));
        publish(Topic.EVENTS, shard, Sharding.key(id), event(id, 2, tools()));
        String server = "/internal/mcp_servers/" + id;
        // Before the owner is known to live, nobody asks it for its tools.
        await().atMost(Duration.ofSeconds(20))
                .until(() -> api.get(server + "/events").body().path("items").size() == 2);
        publish(Topic.WORKERS, 0, "w-1", heartbeat(shard));
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            assertThat(api.get(server + "/tools").body().path("items").toString())
                    .isEqualTo("[{\"name\":\"echo\",\"inputSchema\":{}}]");
            assertThat(api.get(server + "/tools").body().path("stale").asBoolean())
                    .isFalse();
        });
        assertThat(api.get(server).text("status")).isEqualTo("running");
        Answer events = api.get(server + "/events?limit=1");
        assertThat(events.body().at("/items/0/type").asString()).isEqualTo("catalogue_changed");
        String cursor = events.text("next_cursor");
        assertThat(api.get(server + "/events?cursor=" + cursor)
                        .body()
                        .at("/items/0/type")
                        .asString())
                .isEqualTo("server_started");
        assertThat(api.get("/internal/workers").body().at("/items/0").toString())
                .contains("\"worker_id\":\"w-1\"", "\"shards\":[" + shard + "]", "\"heartbeat_at\":\"20");
    }

    @Test
    void aCallTravelsToTheWorkerAndBack() throws InterruptedException {
        long id = api.createServer("called");
        String call = "/internal/mcp_servers/" + id + "/tools/echo/call";
        try (FakeWorker worker = new FakeWorker(
                kafka,
                command -> command.getServerId() == id
                        ? FakeWorker.answered("{\"content\":[],\"structuredContent\":{\"aB\":1}}")
                        : null)) {
            Answer answer = api.post(call, "{\"arguments\":{\"x\":1}}");
            assertThat(answer.body().toString())
                    .isEqualTo("{\"content\":[],\"structured_content\":{\"aB\":1},\"is_error\":false}");
            assertThat(worker.lastCommand().getServerId()).isEqualTo(id);
            assertThat(api.post(call, "{\"arguments\":[]}").status()).isEqualTo(422);
            assertThat(api.post(call, "{\"argumens\":{}}").text("code")).isEqualTo("unknown_field");
            assertThat(api.get("/internal/mcp_servers/" + id + "/logs?lines=0").status())
                    .isEqualTo(400);
            assertThat(api.get("/internal/mcp_servers/999999/events").status()).isEqualTo(404);
        }
    }

    @Test
    void aNameMayHoldWhatPathsAreMadeOf() throws InterruptedException {
        long id = api.createServer("called by odd names");
        try (FakeWorker worker = new FakeWorker(kafka, _ -> FakeWorker.answered("{\"content\":[]}"))) {
            Answer answer = api.post("/internal/mcp_servers/" + id + "/tools/a%2Fb%25%20c/call", "{}");

            assertThat(answer.status()).isEqualTo(200);
            assertThat(((CallTool) worker.lastCommand().getBody()).getTool()).isEqualTo("a/b% c");
        }
    }

    @Test
    void aServerThatDoesNotRunIsAConflict() throws InterruptedException {
        long id = api.createServer("not-called");
        try (FakeWorker _ = new FakeWorker(kafka, _ -> new NotAnswered("NOT_RUNNING", "It is stopped.", null, null))) {
            Answer answer = api.post("/internal/mcp_servers/" + id + "/tools/echo/call", "{}");
            assertThat(answer.status()).isEqualTo(409);
            assertThat(answer.text("code")).isEqualTo("server_not_running");
            assertThat(answer.text("hint")).contains("POST /internal/mcp_servers/" + id + "/start");
        }
    }

    private void publish(Topic topic, int partition, String key, SpecificRecord message) {
        try (KafkaProducer<String, SpecificRecord> producer =
                new KafkaProducer<>(kafka, new StringSerializer(), new MessageSerializer())) {
            var _ = producer.send(new ProducerRecord<>(topic.topicName(), partition, key, message));
        }
    }

    private static Event event(long id, long sequence, SpecificRecord body) {
        return Event.newBuilder()
                .setEventId(Sharding.shardOf(id) + "-10-" + sequence)
                .setServerId(id)
                .setAppId(1L)
                .setOccurredAt(Instant.now())
                .setWorkerId("w-1")
                .setShard(Sharding.shardOf(id))
                .setClaim(10)
                .setSequence(sequence)
                .setGeneration(1L)
                .setDesired(DesiredState.RUNNING)
                .setBody(body)
                .build();
    }

    private static ServerStarted started() {
        return ServerStarted.newBuilder()
                .setPid(4211L)
                .setProtocolVersion("2025-11-25")
                .setServerName("everything")
                .setServerVersion("2.0")
                .setCapabilities("{}")
                .setTookMs(1)
                .setRestarts(0)
                .build();
    }

    private static CatalogueChanged tools() {
        return CatalogueChanged.newBuilder()
                .setKind(CatalogueKind.TOOLS)
                .setDigest("d")
                .setCount(1)
                .setNames(List.of("echo"))
                .setContent("[{\"name\":\"echo\",\"inputSchema\":{}}]")
                .build();
    }

    private static WorkerHeartbeat heartbeat(int shard) {
        return WorkerHeartbeat.newBuilder()
                .setWorkerId("w-1")
                .setBootId("b")
                .setHost("h")
                .setPid(12)
                .setVersion("0.1.0")
                .setStartedAt(Instant.EPOCH)
                .setIntervalMs(60_000)
                .setContainment("pid-namespace")
                .setShards(List.of(new OwnedShard(shard, 10L, 10L, LeaseState.HELD)))
                .setServers(1)
                .setCapacity(100)
                .setDraining(false)
                .build();
    }
}
