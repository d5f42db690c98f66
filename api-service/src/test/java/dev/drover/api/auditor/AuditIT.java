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
import dev.drover.schemas.Topic;
import dev.drover.schemas.message.AuditRecord;
import dev.drover.schemas.message.Event;
import dev.drover.schemas.message.ServerDefined;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.specific.SpecificDatumReader;
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
    private final PublishedEvents events;
    private final Instant start;

    AuditIT(Parts parts) {
        api = parts.api();
        brokers = parts.kafka().bootstrapServers();
        events = new PublishedEvents(brokers);
        start = events.start();
    }

    private static List<String> types(JsonNode lines) {
        return StreamSupport.stream(lines.spliterator(), false)
                .map(line -> line.path("type").asString(""))
                .toList();
    }

    @Test
    void aServersHistoryIsReplayedTheSameByBothWays(@TempDir Path directory) throws IOException {
        long id = api.createServer("replayed");
        events.life(id);
        Answer lines = api.get("/internal/audit/events?type=" + LIFE + "&server_id=" + id + "&from=" + start);
        assertThat(types(lines.body()))
                .containsExactly("server_defined", "server_started", "catalogue_changed", "server_removed");
        assertThat(lines.body().at("/1/capabilities/tools").isObject()).isTrue();
        assertThat(lines.body().at("/2/item_digests").toString()).isEqualTo("[\"i1\"]");
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
        events.life(id);
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
    void aRemovedAppsPastIsStillThere() {
        long app = api.createApp("gone");
        assertThat(api.delete("/internal/apps/" + app).status()).isLessThan(300);
        String named = "app_id=" + app;
        assertThat(api.get("/internal/mcp_servers?" + named).text("code")).isEqualTo("app_not_found");
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(
                                types(api.get("/internal/audit/events?" + named).body()))
                        .contains("app_created", "app_removed"));
        assertThat(api.get("/internal/audit/state?at=" + start + "&" + named).status())
                .isEqualTo(200);
    }

    @Test
    void theProjectionIsMadeAnewAndWhatWasDifferentIsReported() {
        long id = api.createServer("rebuilt");
        events.happened(id, new ServerDefined("audited", "d1", List.of()));
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
            assertThat(ofTheApi.unchained()).isZero();
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
