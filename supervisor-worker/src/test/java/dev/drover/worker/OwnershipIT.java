package dev.drover.worker;

import static dev.drover.worker.testing.Backend.mcpServer;
import static dev.drover.worker.testing.Backend.newServerIdIn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drover.local.testing.RealKafka;
import dev.drover.schemas.Sharding;
import dev.drover.schemas.message.Claim;
import dev.drover.schemas.message.Command;
import dev.drover.schemas.message.Event;
import dev.drover.schemas.message.LeaseRecord;
import dev.drover.schemas.message.Release;
import dev.drover.schemas.message.ServerStarted;
import dev.drover.schemas.message.ServerStarting;
import dev.drover.schemas.message.ServerStopped;
import dev.drover.schemas.message.ShardReleased;
import dev.drover.schemas.message.StartReason;
import dev.drover.schemas.message.StartServer;
import dev.drover.worker.testing.Backend;
import dev.drover.worker.testing.ForeignOwner;
import dev.drover.worker.testing.WrittenLog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnershipIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int SHARD = 5;

    private final RealKafka kafka = RealKafka.start();
    private final Backend backend = new Backend(kafka.bootstrapServers());
    private final WrittenLog log = new WrittenLog(kafka.bootstrapServers());
    private final List<RunningWorker> workers = new ArrayList<>();

    @TempDir
    private Path directory;

    @SuppressWarnings("NullAway.Init") // the directory is there before the tests
    OwnershipIT() {}

    @AfterEach
    void stop() {
        workers.forEach(RunningWorker::close);
        log.assertSound();
        backend.close();
        log.close();
        kafka.close();
    }

    private RunningWorker worker(String id) {
        RunningWorker worker = RunningWorker.start(id, directory, kafka.bootstrapServers(), LeaseIT.SHORT_LEASE);
        workers.add(worker);
        return worker.awaitReady();
    }

    private long startedIn(int shard) {
        long id = newServerIdIn(shard);
        backend.send(id, mcpServer(1));
        backend.send(id, new StartServer());
        awaitStarts(id, 1);
        return id;
    }

    private void awaitStarts(long id, int count) {
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(log.happened(id, ServerStarted.class)).hasSize(count));
    }

    private boolean isAlive(long id) {
        return isAlive(log.happened(id, ServerStarted.class).getLast());
    }

    private static boolean isAlive(ServerStarted started) {
        return ProcessHandle.of(Objects.requireNonNull(started.getPid())).isPresent();
    }

    @Test
    void aWorkerThatEndsReleasesItsShardsAndItsSuccessorGoesOn() {
        RunningWorker first = worker("w-1");
        long id = startedIn(SHARD);
        first.close();

        assertThat(isAlive(id)).isFalse();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(log.heartbeat("w-1")).isNull());
        for (int shard = 0; shard < Sharding.SHARDS; shard++) {
            assertThat(log.leases(shard).getLast().getValue().getBody())
                    .as("shard %d", shard)
                    .isInstanceOf(Release.class);
            assertThat(log.eventsOfShard(shard).getLast().getBody()).isInstanceOf(ShardReleased.class);
        }
        assertThat(log.happened(id, ServerStopped.class)).hasSize(1);

        worker("w-1");
        awaitStarts(id, 2);
        assertThat(isAlive(id)).isTrue();
        assertThat(log.happened(id, ServerStarting.class))
                .extracting(ServerStarting::getReason)
                .containsExactly(StartReason.COMMAND, StartReason.FAILOVER);
        assertThat(claims(SHARD)).hasSize(2).isSorted();
    }

    private List<Long> claims(int shard) {
        return log.leases(shard).stream()
                .filter(entry -> entry.getValue().getBody() instanceof Claim)
                .map(Map.Entry::getKey)
                .toList();
    }

    @Test
    void aSecondWorkerTakesHalfOfTheShardsAndTheirServers() {
        worker("w-1");
        List<Long> servers = new ArrayList<>();
        for (int shard = 0; shard < Sharding.SHARDS; shard += 4) {
            servers.add(startedIn(shard));
        }
        worker("w-2");
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(shardsOf("w-1")).hasSize(Sharding.SHARDS / 2);
            assertThat(shardsOf("w-2")).hasSize(Sharding.SHARDS / 2);
        });
        assertThat(shardsOf("w-1")).doesNotContainAnyElementsOf(shardsOf("w-2"));
        for (long id : servers) {
            boolean moved = shardsOf("w-2").contains(Sharding.shardOf(id));
            awaitStarts(id, moved ? 2 : 1);
            assertThat(isAlive(id)).isTrue();
            assertThat(log.events(id).getLast().getWorkerId()).isEqualTo(moved ? "w-2" : "w-1");
            assertThat(isAlive(log.happened(id, ServerStarted.class).getFirst()))
                    .isEqualTo(!moved);
        }
    }

    private List<Integer> shardsOf(String worker) {
        var heartbeat = log.heartbeat(worker);
        return heartbeat == null
                ? List.of()
                : heartbeat.getShards().stream().map(owned -> owned.getShard()).toList();
    }

    @Test
    void aWorkerThatIsFencedKillsItsServersOfThatShardAndClaimsAgain() {
        worker("w-1");
        long fenced = startedIn(SHARD);
        long other = startedIn(SHARD + 1);
        ServerStarted before = log.happened(fenced, ServerStarted.class).getFirst();
        long foreign = ForeignOwner.claim(kafka.bootstrapServers(), SHARD);

        await().atMost(PATIENCE).until(() -> !isAlive(before));
        awaitStarts(fenced, 2);
        assertThat(isAlive(fenced)).isTrue();
        assertThat(claims(SHARD)).hasSize(3).isSorted().contains(foreign);
        Event starting = log.events(fenced).stream()
                .filter(event -> event.getBody() instanceof ServerStarting)
                .toList()
                .getLast();
        assertThat(starting.getClaim()).isGreaterThan(foreign);
        assertThat(((ServerStarting) starting.getBody()).getReason()).isEqualTo(StartReason.FAILOVER);
        assertThat(log.happened(other, ServerStarted.class)).hasSize(1);
        assertThat(isAlive(other)).isTrue();
    }

    @Test
    void aWorkerThatIsFencedWithoutAClaimNoticesAtItsNextWrite() {
        worker("w-1");
        long id = startedIn(SHARD);
        ForeignOwner.fence(kafka.bootstrapServers(), SHARD);
        Command start = Backend.command(id, new StartServer());
        backend.send(start);
        await().atMost(PATIENCE).until(() -> !log.endings(start.getCommandId()).isEmpty());
        assertThat(claims(SHARD)).hasSize(2);
        awaitStarts(id, 2);
        assertThat(isAlive(id)).isTrue();
    }

    @Test
    void theLeaseRecordsNameTheWorker() {
        worker("w-1");
        LeaseRecord claim = log.leases(SHARD).getFirst().getValue();
        assertThat(claim.getWorkerId()).isEqualTo("w-1");
        assertThat(claim.getBootId()).isNotBlank();
        assertThat(((Claim) claim.getBody()).getPid())
                .isEqualTo(ProcessHandle.current().pid());
    }
}
