package dev.drover.api.query;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.drover.api.fleet.Fleet;
import dev.drover.api.fleet.Heartbeats;
import dev.drover.api.limit.QuotaSettings;
import dev.drover.api.limit.Quotas;
import dev.drover.api.problem.Problem;
import dev.drover.api.query.QueryController.CallRequest;
import dev.drover.api.query.QueryController.ReadRequest;
import dev.drover.api.tenant.Caller;
import dev.drover.local.EmbeddedKafka;
import dev.drover.local.testing.RealPostgres;
import dev.drover.schemas.Sharding;
import dev.drover.schemas.Topic;
import dev.drover.schemas.UserContext;
import dev.drover.schemas.message.Answered;
import dev.drover.schemas.message.CallTool;
import dev.drover.schemas.message.Command;
import dev.drover.schemas.message.GetPrompt;
import dev.drover.schemas.message.LeaseState;
import dev.drover.schemas.message.ListPrompts;
import dev.drover.schemas.message.ListTools;
import dev.drover.schemas.message.NotAnswered;
import dev.drover.schemas.message.OwnedShard;
import dev.drover.schemas.message.ReadLogs;
import dev.drover.schemas.message.ReadResource;
import dev.drover.schemas.message.Sealed;
import dev.drover.schemas.sealing.Opener;
import dev.drover.schemas.sealing.Sealer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

@TestInstance(Lifecycle.PER_CLASS)
class QueriesIT {
    private static final Opener WORKERS = Opener.generate();
    private static final Caller PLATFORM = new Caller("platform", null);

    private final RealPostgres postgres = RealPostgres.start();
    private final JdbcTemplate jdbc =
            new JdbcTemplate(new DriverManagerDataSource(postgres.jdbcUrl(), postgres.username(), postgres.password()));
    private final Fleet fleet = new Fleet(Clock.systemUTC());
    private final EmbeddedKafka kafka;
    private final Queries queries;
    private final FakeWorker worker;
    private final QueryController controller;
    private final CatalogueController catalogues;
    private final HistoryController history;

    QueriesIT(@TempDir Path directory) throws Exception {
        kafka = new EmbeddedKafka(directory, 0);
        kafka.start();
        Map<String, Object> settings = Map.of("bootstrap.servers", kafka.bootstrapServers());
        createTopics(settings);
        JdbcClient client = JdbcClient.create(jdbc);
        Quotas unlimited = new Quotas(client, QuotaSettings.UNLIMITED);
        queries = new Queries(settings, settings, Sealer.of(WORKERS.publicKeyset()), Clock.systemUTC(), unlimited);
        queries.start();
        worker = new FakeWorker(settings, QueriesIT::answer);
        ServerLookup servers = new ServerLookup(client);
        controller = new QueryController(servers, queries);
        catalogues = new CatalogueController(servers, new CatalogueQueries(queries), new Catalogues(client, fleet));
        history = new HistoryController(servers, new History(client));
    }

    @BeforeAll
    void migrate() {
        Flyway.configure()
                .dataSource(postgres.jdbcUrl(), postgres.username(), postgres.password())
                .load()
                .migrate();
    }

    @AfterAll
    void close() {
        worker.close();
        queries.stop();
        kafka.stop();
        postgres.close();
    }

    private static @Nullable SpecificRecord answer(Command command) {
        return switch (command.getBody()) {
            case CallTool call -> answer(command.getServerId(), call);
            case ListTools _ -> json("{\"tools\":[{\"name\":\"live\",\"inputSchema\":{}}]}");
            case ListPrompts _ -> new NotAnswered("SERVER_ERROR", "Method not found", -32601, null);
            case ReadResource read -> json("{\"contents\":[{\"uri\":\"%s\"}],\"_meta\":{}}".formatted(read.getUri()));
            case GetPrompt prompt -> json("{\"messages\":[],\"description\":\"%s\"}".formatted(prompt.getPrompt()));
            case ReadLogs logs -> json("{\"lines\":[\"%d\"]}".formatted(logs.getLines()));
            default -> null;
        };
    }

    private static @Nullable SpecificRecord answer(long serverId, CallTool call) {
        return switch (call.getTool()) {
            case "echo" ->
                json("{\"content\":[{\"type\":\"text\",\"text\":%s}],\"isError\":false}"
                        .formatted(SealedJson.parse(WORKERS.open(serverId, call.getArguments()))
                                .path("text")
                                .toString()));
            case "stopped" -> new NotAnswered("NOT_RUNNING", "Server is stopped.", null, null);
            case "refused" -> new NotAnswered("SERVER_ERROR", "No tool for 4111-1111.", -32602, null);
            default -> null;
        };
    }

    private static Answered json(String json) {
        return FakeWorker.answered(json);
    }

    @Test
    void aToolIsCalledAndItsResultComesBack() {
        long id = server("echoes", 30);
        assertThat(call(id, "echo", "{\"text\":\"hi \\u00e9\"}"))
                .isEqualTo("{\"content\":[{\"type\":\"text\",\"text\":\"hi \u00e9\"}],\"is_error\":false}");
        assertThat(worker.lastRecord().partition()).isEqualTo(Sharding.shardOf(id));
        assertThat(worker.lastRecord().key()).isEqualTo(Long.toString(id));
        Command command = worker.lastCommand();
        assertThat(command.getIssuedBy()).isEqualTo("platform");
        assertThat(Duration.between(command.getIssuedAt(), command.getDeadline()))
                .isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void whatTheServerSaidWhenItRefusedIsToldToTheCallerOnly() {
        Problem problem = problem(() -> call(server("refuses", 5), "refused", "{}"));
        assertThat(problem.code()).isEqualTo("server_error");
        assertThat(problem.getMessage()).isEqualTo("No tool for 4111-1111.");
        assertThat(problem.members()).containsEntry("server_code", -32602);
    }

    @Test
    void argumentsAreForTheWorkersOnly() {
        call(server("sealed", 5), "echo", "{\"text\":\"4111-1111\"}");
        assertThat(new String(worker.lastRecord().value(), ISO_8859_1)).doesNotContain("4111-1111");
    }

    @Test
    void aUsersTokenGoesSealedAndOnlyToAServerThatTakesIt() {
        long takes = server("takes tokens", 30);
        jdbc.update(
                "update server set definition = definition || '{\"forward_user_token\": true}' where server_id = ?",
                takes);
        CallRequest request = new CallRequest(SealedJson.parse("{\"text\": \"x\"}"), new UserContext(null, "user-key"));
        controller.callTool(PLATFORM, takes, "echo", request);
        Sealed token = Objects.requireNonNull(worker.lastCommand().getUserToken());
        assertThat(WORKERS.open(takes, token)).isEqualTo("user-key");
        assertThat(new String(worker.lastRecord().value(), ISO_8859_1)).doesNotContain("user-key");
        Caller named = PLATFORM.inTheNameOf(new UserContext("by-header", null));
        catalogues.tools(named, takes, true);
        assertThat(WORKERS.open(
                        takes, Objects.requireNonNull(worker.lastCommand().getUserToken())))
                .isEqualTo("by-header");
        long ignores = server("ignores tokens", 30);
        controller.callTool(PLATFORM, ignores, "echo", request);
        assertThat(worker.lastCommand().getUserToken()).isNull();
    }

    @Test
    void aTokenThatIsNoHeaderIsRefusedWithoutBeingRepeated() {
        CallRequest request = new CallRequest(null, new UserContext("two\nlines", null));
        Problem problem = problem(() -> controller.callTool(PLATFORM, server("strict", 5), "echo", request));
        assertThat(problem.code()).isEqualTo("invalid_field");
        assertThat(problem.getMessage()).doesNotContain("lines");
    }

    @Test
    void resourcesPromptsAndLogsAreRead() {
        long id = server("reads", 30);
        assertThat(controller
                        .readResource(PLATFORM, id, new ReadRequest("x://y", null))
                        .toString())
                .isEqualTo("{\"contents\":[{\"uri\":\"x://y\"}]}");
        assertThat(controller.getPrompt(PLATFORM, id, "hello", null).toString())
                .isEqualTo("{\"description\":\"hello\",\"messages\":[]}");
        assertThat(controller.logs(PLATFORM, id, 12).toString()).isEqualTo("{\"lines\":[\"12\"]}");
        assertThat(problem(() -> controller.logs(PLATFORM, id, 1_001)).status().value())
                .isEqualTo(400);
    }

    @Test
    void aServerThatDoesNotRunIsAConflictAndOneThatIsSilentATimeout() {
        long id = server("silent", 1);
        assertThat(problem(() -> call(id, "stopped", "{}")).code()).isEqualTo("server_not_running");
        assertThat(problem(() -> call(id, "never", "{}")).code()).isEqualTo("server_timeout");
    }

    @Test
    void aServerOfAnotherAppIsNotThere() {
        long id = server("hidden", 1);
        Caller stranger = new Caller("key:2", 2L);
        assertThat(problem(() -> controller.logs(stranger, id, 1)).code()).isEqualTo("server_not_found");
        assertThat(problem(() -> history.events(stranger, id, null, null)).code())
                .isEqualTo("server_not_found");
        assertThat(problem(() -> controller.logs(PLATFORM, 999_999, 1)).code()).isEqualTo("server_not_found");
    }

    @Test
    void aCatalogueIsTheKnownOneUnlessItIsAskedForOrNotKnown() {
        long id = server("lists", 5);
        assertThat(catalogues.tools(PLATFORM, id, false).toString())
                .isEqualTo("{\"items\":[],\"observed_at\":null,\"stale\":true}");
        assertThat(catalogues.tools(PLATFORM, id, true).path("items").toString())
                .isEqualTo("[{\"name\":\"live\",\"inputSchema\":{}}]");
        know(id, "[{\"name\":\"known\"}]");
        assertThat(catalogues.tools(PLATFORM, id, false).toString())
                .isEqualTo(
                        "{\"items\":[{\"name\":\"known\"}],\"observed_at\":\"2026-01-02T03:04:05Z\",\"stale\":true}");
        know(id, null);
        assertThat(catalogues.tools(PLATFORM, id, false).toString())
                .isEqualTo("{\"items\":[{\"name\":\"known\"}],\"observed_at\":\"2026-01-02T03:04:05Z\",\"stale\":true,"
                        + "\"names_only\":true}");
        run(id);
        assertThat(catalogues.tools(PLATFORM, id, false).path("items").toString())
                .isEqualTo("[{\"name\":\"live\",\"inputSchema\":{}}]");
        assertThat(catalogues.prompts(PLATFORM, id, false).path("items").isEmpty())
                .isTrue();
    }

    @Test
    void historyIsReadNewestFirstPageByPage() {
        long id = server("past", 5);
        for (int sequence = 1; sequence <= 3; sequence++) {
            jdbc.update(
                    "insert into server_event values (?, ?, 1, 'server_stopped', now(), 'w', 1, 10, ?, 1, null,"
                            + " '{\"exit_code\": 0}')",
                    "1-10-" + sequence + "-" + id,
                    id,
                    sequence);
        }
        var first = history.events(PLATFORM, id, 2, null);
        assertThat(first.items())
                .extracting(item -> item.get("sequence").asInt())
                .containsExactly(3, 2);
        assertThat(first.items().getFirst().get("exit_code").asInt()).isZero();
        var second = history.events(PLATFORM, id, 2, first.nextCursor());
        assertThat(second.items())
                .extracting(item -> item.get("sequence").asInt())
                .containsExactly(1);
        assertThat(second.nextCursor()).isNull();
    }

    @Test
    void withoutKafkaAQueryFailsSoonAndAfterwardsQueriesWorkAgain() {
        long id = server("survives", 5);
        call(id, "echo", "{\"text\":\"before\"}");
        kafka.stop();
        assertThat(problem(() -> call(id, "echo", "{\"text\":\"none\"}")).code())
                .isEqualTo("kafka_unavailable");
        kafka.start();
        await().atMost(Duration.ofSeconds(60))
                .ignoreExceptions()
                .untilAsserted(() ->
                        assertThat(call(id, "echo", "{\"text\":\"after\"}")).contains("after"));
    }

    private String call(long id, String tool, String arguments) {
        return controller
                .callTool(PLATFORM, id, tool, new CallRequest(SealedJson.parse(arguments), null))
                .toString();
    }

    private static Problem problem(ThrowingCallable request) {
        return catchThrowableOfType(Problem.class, request);
    }

    private long server(String name, int timeout) {
        return Objects.requireNonNull(jdbc.queryForObject(
                "insert into server (app_id, name, definition) values (1, ?, ?::jsonb) returning server_id",
                Long.class,
                name,
                "{\"request_timeout_seconds\": " + timeout + "}"));
    }

    private void know(long id, @Nullable String content) {
        jdbc.update("delete from catalogue where server_id = ?", id);
        jdbc.update(
                "insert into catalogue values (?, 'tools', 'd', 1, '[\"known\"]', ?::json, '2026-01-02T03:04:05Z')",
                id,
                content);
    }

    private void run(long id) {
        jdbc.update(
                "insert into server_status (server_id, app_id, desired_status, status, status_since, shard, claim,"
                        + " sequence) values (?, 1, 'running', 'running', now(), 5, 10, 1)",
                id);
        fleet.on(Heartbeats.record("w-1", Instant.now(), new OwnedShard(5, 10L, 10L, LeaseState.HELD)));
    }

    private static void createTopics(Map<String, Object> settings) throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(settings)) {
            admin.createTopics(Stream.of(Topic.COMMANDS, Topic.REPLIES)
                            .map(topic -> topic.toCreate((short) 1))
                            .toList())
                    .all()
                    .get();
        }
    }
}
