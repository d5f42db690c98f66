package dev.drover.worker;

import static dev.drover.worker.testing.Backend.mcpServer;
import static dev.drover.worker.testing.Backend.newServerIdIn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drover.local.testing.RealKafka;
import dev.drover.schemas.message.Claim;
import dev.drover.schemas.message.Event;
import dev.drover.schemas.message.Idle;
import dev.drover.schemas.message.LeaseState;
import dev.drover.schemas.message.Obituary;
import dev.drover.schemas.message.Renewal;
import dev.drover.schemas.message.ServerStarted;
import dev.drover.schemas.message.ServerStarting;
import dev.drover.schemas.message.ShardClaimed;
import dev.drover.schemas.message.StartServer;
import dev.drover.schemas.message.StopServer;
import dev.drover.worker.testing.Backend;
import dev.drover.worker.testing.ForeignOwner;
import dev.drover.worker.testing.WrittenLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Leases with a real broker: who waits for whom, and what is written when. */
class LeaseIT {
    static final String[] SHORT_LEASE = {
        "--drover.lease.duration=6s", "--drover.lease.renewal=1s", "--drover.broker-session-timeout=3s"
    };
    private static final Duration TAKE_OVER_WAIT = Duration.ofSeconds(7);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int SHARD = 5;

    private final RealKafka kafka = RealKafka.start();
    private final Backend backend = new Backend(kafka.bootstrapServers());
    private final WrittenLog log = new WrittenLog(kafka.bootstrapServers());
    private final List<RunningWorker> workers = new ArrayList<>();

    @TempDir
    private Path directory;

    @SuppressWarnings("NullAway.Init") // the directory is there before the tests
    LeaseIT() {}

    @AfterEach
    void stop() {
        workers.forEach(RunningWorker::close);
        log.assertSound();
        backend.close();
        log.close();
        kafka.close();
    }

    private RunningWorker start(String id) {
        RunningWorker worker = RunningWorker.start(id, directory, kafka.bootstrapServers(), SHORT_LEASE);
        workers.add(worker);
        return worker;
    }

    private long toBeStarted() {
        long id = newServerIdIn(SHARD);
        backend.send(id, mcpServer(1));
        backend.send(id, new StartServer());
        return id;
    }

    private Event awaitStart(long id) {
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(log.happened(id, ServerStarted.class)).hasSize(1));
        return log.events(id).stream()
                .filter(event -> event.getBody() instanceof ServerStarting)
                .findFirst()
                .orElseThrow();
    }

    private LeaseState lease() {
        var heartbeat = log.heartbeat("w-1");
        return heartbeat == null
                ? LeaseState.LOST
                : heartbeat.getShards().stream()
                        .filter(owned -> owned.getShard() == SHARD)
                        .map(owned -> owned.getLease())
                        .findFirst()
                        .orElse(LeaseState.LOST);
    }

    @Test
    void aLeaseOfAnotherIsWaitedFor() {
        long id = toBeStarted();
        long foreign = ForeignOwner.hold(kafka.bootstrapServers(), SHARD, "w-foreign", "another host");
        Instant held = Instant.now();
        start("w-1");
        await().atMost(PATIENCE).until(() -> lease() == LeaseState.WAITING);
        Event starting = awaitStart(id);
        assertThat(starting.getOccurredAt()).isAfter(held.plus(TAKE_OVER_WAIT).minusMillis(50));
        ShardClaimed claimed =
                (ShardClaimed) log.eventsOfShard(SHARD).getFirst().getBody();
        assertThat(claimed.getPreviousClaim()).isEqualTo(foreign);
        await().atMost(PATIENCE).until(() -> lease() == LeaseState.HELD);
    }

    @Test
    void anObituaryEndsTheWaitForItsClaimOnly() {
        long id = toBeStarted();
        long foreign = ForeignOwner.hold(kafka.bootstrapServers(), SHARD, "w-foreign", "another host");
        start("w-1");
        await().atMost(PATIENCE).until(() -> lease() == LeaseState.WAITING);
        ForeignOwner.bury(kafka.bootstrapServers(), SHARD, foreign + 1);
        ForeignOwner.bury(kafka.bootstrapServers(), SHARD, foreign);
        Instant buried = Instant.now();
        assertThat(awaitStart(id).getOccurredAt()).isBefore(buried.plusSeconds(2));
    }

    @Test
    void aRestartedWorkerBuriesItsEarlierIncarnationAndDoesNotWait() throws IOException {
        long id = toBeStarted();
        String bootId = Host.identify("w-1", Instant.now()).bootId();
        Files.createDirectories(directory.resolve("w-1"));
        Files.writeString(directory.resolve("w-1").resolve("incarnations"), "1-1\n"); // a pid that others have now
        ForeignOwner.hold(kafka.bootstrapServers(), SHARD, "w-1", bootId);
        start("w-1").awaitReady();
        awaitStart(id);
        assertThat(log.leases(SHARD)).anyMatch(entry -> entry.getValue().getBody() instanceof Obituary);
        Instant obituary = log.eventsOfShard(SHARD).getFirst().getOccurredAt();
        assertThat(awaitStart(id).getOccurredAt()).isBefore(obituary.plusSeconds(5));
    }

    @Test
    void aLeaseIsRenewedWhileAServerRunsAndIdleAfterwards() {
        long id = toBeStarted();
        start("w-1");
        awaitStart(id);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(renewals()).hasSizeGreaterThanOrEqualTo(4));
        assertThat(log.leases(SHARD).getFirst().getValue().getBody()).isInstanceOf(Claim.class);
        backend.send(id, new StopServer());
        await().atMost(PATIENCE).until(() -> lease() == LeaseState.IDLE);
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(log.leases(SHARD).getLast().getValue().getBody())
                                .isInstanceOf(Idle.class));
    }

    private List<Long> renewals() {
        return log.leases(SHARD).stream()
                .filter(entry -> entry.getValue().getBody() instanceof Renewal)
                .map(entry -> Objects.requireNonNull(entry.getValue().getClaim()))
                .toList();
    }
}
