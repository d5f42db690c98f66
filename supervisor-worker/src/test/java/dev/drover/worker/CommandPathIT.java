package dev.drover.worker;

import static dev.drover.worker.testing.Backend.call;
import static dev.drover.worker.testing.Backend.command;
import static dev.drover.worker.testing.Backend.mcpServer;
import static dev.drover.worker.testing.Backend.newServerId;
import static dev.drover.worker.testing.Backend.newServerIdIn;
import static dev.drover.worker.testing.Backend.replyTo;
import static dev.drover.worker.testing.Backend.server;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drover.local.testing.RealKafka;
import dev.drover.schemas.Sharding;
import dev.drover.schemas.StateKey;
import dev.drover.schemas.message.Answered;
import dev.drover.schemas.message.CatalogueChanged;
import dev.drover.schemas.message.Checkpoint;
import dev.drover.schemas.message.Claim;
import dev.drover.schemas.message.Command;
import dev.drover.schemas.message.CommandFailed;
import dev.drover.schemas.message.CommandRejected;
import dev.drover.schemas.message.CommandSucceeded;
import dev.drover.schemas.message.DefineServer;
import dev.drover.schemas.message.DefinitionState;
import dev.drover.schemas.message.DesiredState;
import dev.drover.schemas.message.Event;
import dev.drover.schemas.message.ListTools;
import dev.drover.schemas.message.NotAnswered;
import dev.drover.schemas.message.ObservedState;
import dev.drover.schemas.message.ReadLogs;
import dev.drover.schemas.message.RunState;
import dev.drover.schemas.message.ServerDefined;
import dev.drover.schemas.message.ServerStarted;
import dev.drover.schemas.message.ServerStarting;
import dev.drover.schemas.message.ServerStopped;
import dev.drover.schemas.message.ServerStopping;
import dev.drover.schemas.message.ShardClaimed;
import dev.drover.schemas.message.StartReason;
import dev.drover.schemas.message.StartServer;
import dev.drover.schemas.message.StateRecord;
import dev.drover.schemas.message.StopServer;
import dev.drover.schemas.message.ToolCalled;
import dev.drover.worker.testing.Backend;
import dev.drover.worker.testing.WrittenLog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.util.RandomData;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(Lifecycle.PER_CLASS)
class CommandPathIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final RealKafka kafka = RealKafka.start();
    private final Backend backend = new Backend(kafka.bootstrapServers());
    private final WrittenLog log = new WrittenLog(kafka.bootstrapServers());
    private RunningWorker worker;

    @SuppressWarnings("NullAway.Init") // the worker is there before the tests
    CommandPathIT() {}

    @BeforeAll
    void startWorker(@TempDir Path directory) {
        worker = RunningWorker.start("w-1", directory, kafka.bootstrapServers()).awaitReady();
    }

    @AfterEach
    void logIsSound() {
        log.assertSound();
    }

    @AfterAll
    void stop() {
        worker.close();
        backend.close();
        log.close();
        kafka.close();
    }

    private Object ended(String commandId) {
        await().atMost(PATIENCE).until(() -> !log.endings(commandId).isEmpty());
        return log.endings(commandId).getFirst();
    }

    private Object replied(String commandId) {
        await().atMost(PATIENCE).until(() -> !log.replies(commandId).isEmpty());
        return log.replies(commandId).getFirst().getBody();
    }

    private static String text(Object reply) {
        return UTF_8.decode(((Answered) reply).getResult().getValue().duplicate())
                .toString();
    }

    private static String code(Object ending) {
        return ending instanceof CommandRejected rejected ? rejected.getCode() : ((CommandFailed) ending).getCode();
    }

    private long started() {
        long id = newServerId();
        backend.send(id, mcpServer(1));
        assertThat(ended(backend.send(id, new StartServer()))).isEqualTo(new CommandSucceeded(true));
        return id;
    }

    private static boolean isAlive(ServerStarted started) {
        return ProcessHandle.of(Objects.requireNonNull(started.getPid())).isPresent();
    }

    private RunState run(long id) {
        StateRecord run = Objects.requireNonNull(log.state(Sharding.shardOf(id), StateKey.run(id)));
        return (RunState) run.getBody();
    }

    @Test
    void aServerIsDefinedStartedAndStoppedAndTheLogSaysSo() {
        long id = newServerId();
        int shard = Sharding.shardOf(id);
        String define = backend.send(id, mcpServer(1));
        String start = backend.send(id, new StartServer());
        assertThat(ended(start)).isEqualTo(new CommandSucceeded(true));
        await().atMost(PATIENCE)
                .until(() -> !log.happened(id, CatalogueChanged.class).isEmpty());
        ServerStarted started = log.happened(id, ServerStarted.class).getFirst();
        assertThat(isAlive(started)).isTrue();
        assertThat(log.endings(define)).containsExactly(new CommandSucceeded(true));
        assertThat(run(id).getObserved()).isEqualTo(ObservedState.RUNNING);
        assertThat(run(id).getDesired()).isEqualTo(DesiredState.RUNNING);

        String stop = backend.send(id, new StopServer());
        assertThat(ended(stop)).isEqualTo(new CommandSucceeded(true));
        assertThat(isAlive(started)).isFalse();
        assertThat(log.events(id))
                .extracting(event -> (Object) event.getBody().getClass())
                .containsSubsequence(
                        ServerDefined.class,
                        CommandSucceeded.class,
                        ServerStarting.class,
                        ServerStarted.class,
                        ServerStopping.class,
                        ServerStopped.class);
        assertThat(log.happened(id, ServerStarting.class)).containsExactly(new ServerStarting(StartReason.COMMAND, 1));
        assertThat(run(id).getObserved()).isEqualTo(ObservedState.STOPPED);
        assertThat(Objects.requireNonNull(log.state(shard, StateKey.definition(id)))
                        .getBody())
                .isEqualTo(new DefinitionState(id, Backend.APP, mcpServer(1).getDefinition()));
    }

    @Test
    void aShardIsClaimedOnceAndItsCheckpointFollows() {
        long id = started();
        int shard = Sharding.shardOf(id);
        assertThat(log.leases(shard))
                .filteredOn(entry -> entry.getValue().getBody() instanceof Claim)
                .singleElement()
                .satisfies(entry ->
                        assertThat(log.eventsOfShard(shard)).allMatch(event -> event.getClaim() == entry.getKey()));
        assertThat(log.eventsOfShard(shard).getFirst().getBody()).isEqualTo(new ShardClaimed(null, null));
        Checkpoint checkpoint = (Checkpoint)
                Objects.requireNonNull(log.state(shard, StateKey.CHECKPOINT)).getBody();
        assertThat(checkpoint.getNextOffset()).isGreaterThanOrEqualTo(2);
        assertThat(log.heartbeat("w-1")).satisfies(heartbeat -> {
            assertThat(Objects.requireNonNull(heartbeat).getShards()).hasSize(Sharding.SHARDS);
            assertThat(heartbeat.getDraining()).isFalse();
        });
    }

    @Test
    void queriesOfARunningServerAreAnswered() {
        long id = started();
        String list = backend.send(id, new ListTools(replyTo()));
        String logs = backend.send(id, new ReadLogs(10, replyTo()));
        Command command = command(id, call("echo", "{\"a\":1}"));
        command = Command.newBuilder(command)
                .setDeadline(Instant.now().plusSeconds(30))
                .build();
        backend.send(command);
        assertThat(text(replied(list))).contains("\"name\":\"a\"");
        assertThat(text(replied(logs))).contains("\"lines\"");
        assertThat(text(replied(command.getCommandId()))).contains("\"structuredContent\":{\"a\":1}");
        assertThat(ended(command.getCommandId())).isEqualTo(new CommandSucceeded(true));
        assertThat(log.happened(id, ToolCalled.class))
                .singleElement()
                .satisfies(called -> assertThat(called.getCaller()).isEqualTo("agent-1"));

        backend.send(command);
        await().atMost(PATIENCE).until(() -> log.replies(list).size() == 1);
        String last = command.getCommandId();
        await().atMost(PATIENCE).until(() -> log.replies(last).size() == 2);
        assertThat(log.replies(last).getLast().getBody())
                .isInstanceOfSatisfying(
                        NotAnswered.class,
                        refusal -> assertThat(refusal.getCode()).isEqualTo("ALREADY_EXECUTED"));
        assertThat(log.happened(id, ToolCalled.class)).hasSize(1);
    }

    @Test
    void everyKindOfCommandLeavesAnEventThatSaysWhoIssuedIt() throws IOException {
        for (Schema kind : Command.SCHEMA$.getField("body").schema().getTypes()) {
            Object body = kind.equals(DefineServer.SCHEMA$) ? mcpServer(1) : anyOf(kind);
            String id = backend.send(newServerId(), body);
            assertThat(ended(id)).as(kind.getName()).isNotNull();
            assertThat(log.events())
                    .filteredOn(event -> id.equals(event.getCommandId()))
                    .isNotEmpty()
                    .allMatch(event -> "test".equals(event.getIssuedBy()));
        }
    }

    private static Object anyOf(Schema kind) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder out = EncoderFactory.get().directBinaryEncoder(bytes, null);
        new GenericDatumWriter<>(kind)
                .write(new RandomData(kind, 1, 7L).iterator().next(), out);
        return new SpecificDatumReader<>(kind)
                .read(null, DecoderFactory.get().binaryDecoder(bytes.toByteArray(), null));
    }

    @Test
    void aCallOfAStoppedServerIsRefused() {
        long id = newServerId();
        backend.send(id, mcpServer(1));
        Command call = Command.newBuilder(command(id, call("echo", "{}")))
                .setDeadline(Instant.now().plusSeconds(30))
                .build();
        backend.send(call);
        assertThat(replied(call.getCommandId()))
                .isInstanceOfSatisfying(
                        NotAnswered.class,
                        refusal -> assertThat(refusal.getCode()).isEqualTo("NOT_RUNNING"));
        assertThat(code(ended(call.getCommandId()))).isEqualTo("NOT_RUNNING");
    }

    @Test
    void bytesThatAreNoCommandGoToTheDeadLettersAndTheShardGoesOn() {
        long id = newServerId();
        int shard = Sharding.shardOf(id);
        backend.sendBytes(id, "junk".getBytes(UTF_8), shard);
        assertThat(ended(backend.send(id, mcpServer(1)))).isEqualTo(new CommandSucceeded(true));
        await().atMost(PATIENCE).until(() -> log.deadLetters().size() == 1);
        ConsumerRecord<String, byte[]> letter = log.deadLetters().getFirst();
        assertThat(letter.value()).isEqualTo("junk".getBytes(UTF_8));
        assertThat(letter.key()).isEqualTo(Sharding.key(id));
        assertThat(header(letter, "drover-topic")).isEqualTo("mcp.commands");
        assertThat(header(letter, "drover-partition")).isEqualTo(Integer.toString(shard));
        assertThat(header(letter, "drover-reason")).startsWith("not a readable Command");
    }

    private static String header(ConsumerRecord<String, byte[]> letter, String name) {
        return new String(letter.headers().lastHeader(name).value(), UTF_8);
    }

    @Test
    void aCommandThatMustNotBeCarriedOutIsRejected() {
        long id = newServerId();
        backend.send(id, mcpServer(1));
        Command late = Command.newBuilder(command(id, new StartServer()))
                .setDeadline(Instant.now().minusSeconds(1))
                .build();
        backend.send(late);
        Command astray = command(id, new StartServer());
        backend.send(astray, (Sharding.shardOf(id) + 1) % Sharding.SHARDS);
        String unknown = backend.send(newServerId(), new StartServer());
        Command foreign =
                Command.newBuilder(command(id, new StartServer())).setAppId(99).build();
        backend.send(foreign);
        String old = backend.send(id, mcpServer(1));
        Command nameless = Command.newBuilder(command(id, new StartServer()))
                .setCommandId("x".repeat(500))
                .build();
        backend.send(nameless);
        assertThat(code(ended(late.getCommandId()))).isEqualTo("EXPIRED");
        assertThat(code(ended(astray.getCommandId()))).isEqualTo("WRONG_PARTITION");
        assertThat(code(ended(unknown))).isEqualTo("UNKNOWN_SERVER");
        assertThat(code(ended(foreign.getCommandId()))).isEqualTo("UNKNOWN_SERVER");
        assertThat(code(ended(old))).isEqualTo("OLD_GENERATION");
        assertThat(code(ended("x".repeat(100)))).isEqualTo("INVALID_COMMAND");
        assertThat(log.happened(id, ServerStarting.class)).isEmpty();
    }

    @Test
    void aRepeatedCommandIsAnsweredAgainAndNotExecutedAgain() {
        long id = newServerId();
        backend.send(id, mcpServer(1));
        Command start = command(id, new StartServer());
        backend.send(start);
        ended(start.getCommandId());
        backend.send(start);
        await().atMost(PATIENCE).until(() -> log.endings(start.getCommandId()).size() == 2);
        assertThat(log.endings(start.getCommandId())).containsOnly(new CommandSucceeded(true));
        assertThat(log.happened(id, ServerStarting.class)).hasSize(1);
    }

    @Test
    void textsThatAServerMakesEndlessDoNotBlockItsShard() {
        long id = newServerIdIn(Sharding.shardOf(started()));
        backend.send(id, mcpServer(1, "verbose"));
        backend.send(id, new StartServer());
        Command call = Command.newBuilder(command(id, call("rant", "{\"size\":2000000}")))
                .setDeadline(Instant.now().plusSeconds(30))
                .build();
        assertThat(ended(backend.send(id, new StartServer()))).isInstanceOf(CommandSucceeded.class);
        backend.send(call);
        assertThat(code(ended(call.getCommandId()))).isEqualTo("SERVER_ERROR");
        assertThat(ended(backend.send(id, new StopServer()))).isEqualTo(new CommandSucceeded(true));
    }

    @Test
    void twoHundredCommandsAtOnceEndExactlyOnceEach() {
        List<String> commands = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            long id = newServerId();
            commands.add(backend.send(id, server(1, "false")));
            commands.add(backend.send(id, new StartServer()));
            commands.add(backend.send(id, new StopServer()));
            commands.add(backend.send(id, new StartServer()));
            commands.add(backend.send(id, new StopServer()));
        }
        await().atMost(PATIENCE)
                .until(() -> commands.stream().noneMatch(id -> log.endings(id).isEmpty()));
        assertThat(commands).allSatisfy(id -> assertThat(log.endings(id)).hasSize(1));
        assertThat(log.events()).extracting(Event::getEventId).doesNotHaveDuplicates();
    }
}
