package dev.drover.api.auditor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drover.api.ApiAgainstRealParts;
import dev.drover.api.ApiAgainstRealParts.Parts;
import dev.drover.api.ApiUnderTest;
import dev.drover.api.ApiUnderTest.Answer;
import dev.drover.api.replay.ChainCheck;
import dev.drover.api.replay.ChainCheck.Finding;
import dev.drover.api.replay.ReplayRequest;
import dev.drover.schemas.MessageCodec;
import dev.drover.schemas.Sharding;
import dev.drover.schemas.Topic;
import dev.drover.schemas.message.AuditRecord;
import dev.drover.schemas.message.CatalogueChanged;
import dev.drover.schemas.message.CatalogueKind;
import dev.drover.schemas.message.DesiredState;
import dev.drover.schemas.message.Event;
import dev.drover.schemas.message.ServerDefined;
import dev.drover.schemas.message.ServerRemoved;
import dev.drover.schemas.message.ServerStarted;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The whole service: what is in the log is what auditors are told, by the API and by the command line. */
@ExtendWith(ApiAgainstRealParts.class)
class AuditIT {
    private static final String LIFE = "server_defined,server_started,catalogue_changed,server_removed";

    private final ApiUnderTest api;
    private final String brokers;
    private final Instant start = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private long sequence;

    AuditIT(Parts parts) {
        api = parts.api();
        brokers = parts.kafka().bootstrapServers();
    }

    /** A second later than the one before it. */
    private void happened(long serverId, SpecificRecord body) {
        int shard = Sharding.shardOf(serverId);
        sequence++;
        Instant at = start.plusSeconds(sequence);
        byte[] value = new MessageCodec<>(Event.class)
                .encode(Event.newBuilder()
                        .setEventId("audit-" + serverId + "-" + sequence)
                        .setServerId(serverId)
                        .setAppId(1L)
                        .setOccurredAt(at)
                        .setWorkerId("w-9")
                        .setShard(shard)
                        .setClaim(5_000)
                        .setSequence(sequence)
                        .setGeneration(1L)
                        .setDesired(DesiredState.RUNNING)
                        .setBody(body)
                        .build());
        Map<String, Object> config = Map.of("bootstrap.servers", brokers);
        try (var producer = new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer())) {
            var _ = producer.send(new ProducerRecord<>("mcp.events", shard, at.toEpochMilli(), "", value));
        }
    }

    private void life(long serverId) {
        happened(serverId, new ServerDefined("audited", "d1", List.of("TOKEN")));
        happened(
                serverId,
                ServerStarted.newBuilder()
                        .setPid(42L)
                        .setProtocolVersion("2025-11-25")
                        .setServerName("n")
                        .setServerVersion("1")
                        .setCapabilities("{\"tools\":{}}")
                        .setTookMs(1)
                        .setRestarts(0)
                        .build());
        happened(
                serverId, new CatalogueChanged(CatalogueKind.TOOLS, "c1", 1, List.of("echo"), "[{\"name\":\"echo\"}]"));
        happened(serverId, new ServerRemoved());
    }

    private static List<String> types(JsonNode lines) {
        return StreamSupport.stream(lines.spliterator(), false)
                .map(line -> line.path("type").asString(""))
                .toList();
    }

    @Test
    void aServersHistoryIsReplayedTheSameByBothWays(@TempDir Path directory) throws IOException {
        long id = api.createServer("replayed");
        life(id);
        Answer lines = api.get("/internal/audit/events?type=" + LIFE + "&server_id=" + id + "&from=" + start);
        assertThat(types(lines.body()))
                .containsExactly("server_defined", "server_started", "catalogue_changed", "server_removed");
        assertThat(lines.body().at("/1/capabilities/tools").isObject()).isTrue();
        String cursor = lines.body().at("/1/cursor").asString();
        assertThat(types(api.get("/internal/audit/events?type=" + LIFE + "&server_id=" + id + "&cursor=" + cursor)
                        .body()))
                .containsExactly("catalogue_changed", "server_removed");

        Path file = directory.resolve("log.ndjson");
        audit(
                "events",
                "--type",
                LIFE,
                "--server",
                Long.toString(id),
                "--from",
                start.toString(),
                "--out",
                file.toString());
        List<String> written = Files.readAllLines(file);
        assertThat(written).hasSize(4);
        assertThat("[" + String.join(",", written) + "]").isEqualTo(lines.body().toString());

        Path container = directory.resolve("log.avro");
        audit(
                "events",
                "--type",
                LIFE,
                "--server",
                Long.toString(id),
                "--format",
                "avro",
                "--out",
                container.toString());
        List<String> ids = new ArrayList<>();
        try (var records =
                new DataFileReader<AuditRecord>(container.toFile(), new SpecificDatumReader<>(AuditRecord.class))) {
            records.forEach(record -> ids.add(((Event) record.getEvent()).getEventId()));
        }
        assertThat(ids).hasSize(4).allMatch(each -> each.startsWith("audit-" + id));
    }

    private void audit(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--brokers", brokers));
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(said, true, UTF_8);
        assertThat(new Auditor(out, out).execute(all.toArray(new String[0])))
                .as(() -> said.toString(UTF_8))
                .isZero();
    }

    @Test
    void whatAServerWasIsToldForAnyMoment() {
        long id = api.createServer("remembered");
        life(id);
        assertThat(then(id, 0)).isEmpty();
        assertThat(then(id, 1).path("status").asString()).isEqualTo("stopped");
        assertThat(then(id, 2).path("status").asString()).isEqualTo("running");
        JsonNode last = then(id, 3);
        assertThat(last.path("tools").toString()).isEqualTo("[\"echo\"]");
        assertThat(last.path("name").asString()).isEqualTo("audited");
        assertThat(last.path("secret_names").toString()).isEqualTo("[\"TOKEN\"]");
        assertThat(then(id, 4)).isEmpty();
    }

    /** So many seconds after the start. */
    private JsonNode then(long serverId, int seconds) {
        Instant at = start.plusSeconds(seconds);
        return api.get("/internal/audit/state?server_id=" + serverId + "&at=" + at)
                .body()
                .path("items")
                .path(0);
    }

    @Test
    void theProjectionIsMadeAnewAndWhatWasDifferentIsReported() {
        long id = api.createServer("rebuilt");
        happened(id, new ServerDefined("audited", "d1", List.of()));
        await().atMost(Duration.ofSeconds(20))
                .until(() -> api.jdbc()
                                .sql("update server_status set restarts = 77 where server_id = ?")
                                .param(id)
                                .update()
                        == 1);
        await().atMost(Duration.ofSeconds(20))
                .until(() ->
                        api.post("/internal/audit/projection/rebuild", null).status() == 202);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> api.get("/internal/audit/projection/rebuild")
                        .text("state")
                        .equals("done"));
        Answer done = api.get("/internal/audit/projection/rebuild");
        assertThat(done.body().path("differences").asLong()).isPositive();
        assertThat(done.body().path("examples").findValuesAsString("key")).contains(Long.toString(id));
        assertThat(api.jdbc()
                        .sql("select restarts from server_status where server_id = ?")
                        .param(id)
                        .query(Integer.class)
                        .single())
                .isZero();
        assertThat(api.jdbc()
                        .sql("select count(*) from pg_indexes where indexname = 'server_event_by_server'")
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void eachEventOfTheApiHoldsTheDigestOfTheOneBeforeAndACheckpointHoldsAll(@TempDir Path directory)
            throws IOException {
        long app = api.createApp("chained");
        api.createKey(app, "read");
        api.createKey(app, "read");
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            Finding ofTheApi =
                    ChainCheck.of(Map.of("bootstrap.servers", brokers), ReplayRequest.EVERYTHING, null).stream()
                            .filter(finding -> finding.source().topic() == Topic.API_EVENTS)
                            .findFirst()
                            .orElseThrow();
            assertThat(ofTheApi.events()).isGreaterThan(1);
            assertThat(ofTheApi.unchained()).isEqualTo(1);
            assertThat(ofTheApi.first()).isNull();
        });
        Path key = directory.resolve("key");
        Path publicKey = directory.resolve("public");
        Path checkpoint = directory.resolve("checkpoint");
        assertThat(new Auditor(System.out, System.err)
                        .execute("new-key", "--key", key.toString(), "--public-key", publicKey.toString()))
                .isZero();
        audit("checkpoint", "--key", key.toString(), "--out", checkpoint.toString());
        String[] verify = {"verify", "--checkpoint", checkpoint.toString(), "--public-key", publicKey.toString()};
        audit(verify);
        Files.writeString(checkpoint, Files.readString(checkpoint).replaceFirst(" [0-9a-f]", " g"));
        assertThat(new Auditor(System.out, System.err)
                        .execute(Stream.concat(Stream.of(verify), Stream.of("--brokers", brokers))
                                .toArray(String[]::new)))
                .isEqualTo(2);
    }
}
