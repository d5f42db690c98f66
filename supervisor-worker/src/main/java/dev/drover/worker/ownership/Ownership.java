package dev.drover.worker.ownership;

import dev.drover.schemas.Sharding;
import dev.drover.schemas.Topic;
import dev.drover.worker.lease.LeaseInput;
import dev.drover.worker.lease.LeaseRules;
import dev.drover.worker.lease.Standing;
import dev.drover.worker.messaging.CommandListener;
import dev.drover.worker.messaging.PreviousLease;
import dev.drover.worker.messaging.ShardWriter;
import dev.drover.worker.messaging.Tenure;
import dev.drover.worker.messaging.TopicTail;
import dev.drover.worker.messaging.WorkerIdentity;
import dev.drover.worker.supervision.Mailbox;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All shards, as far as this worker is concerned. Thread-safe. */
public final class Ownership implements CommandListener.Assignments, TopicTail.Watcher, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Ownership.class);

    /** How late a deadline may be noticed: far less than what is between a worker's kill and its guard's. */
    private static final Duration TICK = Duration.ofMillis(25);

    private final WorkerIdentity self;
    private final List<ShardOwner> owners;
    private final Supplier<TopicTail> tail;
    private final ClaimTurns turns;
    private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("lease").daemon().factory());

    private Ownership(WorkerIdentity self, Supplier<TopicTail> tail, ClaimTurns turns, List<ShardOwner> owners) {
        this.self = self;
        this.tail = tail;
        this.turns = turns;
        this.owners = List.copyOf(owners);
    }

    /**
     * What the owners of all shards share.
     *
     * @param tail of {@code mcp.state} and {@code mcp.leases}
     * @param leasesTopicId of {@code mcp.leases}, with which alone shards are claimed
     * @param feed where a claimed shard's commands come from
     */
    record Parts(
            ShardWriter.Factory writers,
            Supplier<TopicTail> tail,
            Uuid leasesTopicId,
            Mailbox mailbox,
            Feed feed,
            LeaseRules rules,
            Guard guard,
            LeaseMetrics metrics,
            ClaimTurns turns) {}

    /** Its leases are kept from when it is started. Parameters as of {@link Parts}. */
    public static Ownership of(
            ShardWriter.Factory writers,
            Supplier<TopicTail> tail,
            Uuid leasesTopicId,
            Mailbox mailbox,
            Feed feed,
            LeaseRules rules,
            Guard guard,
            MeterRegistry registry) {
        Parts parts = new Parts(
                writers,
                tail,
                leasesTopicId,
                mailbox,
                feed,
                rules,
                guard,
                new LeaseMetrics(registry, rules),
                new ClaimTurns(ClaimTurns.HEAD_START));
        Ownership ownership = new Ownership(
                writers.worker(),
                tail,
                parts.turns(),
                IntStream.range(0, Sharding.SHARDS)
                        .mapToObj(shard -> new ShardOwner(shard, parts))
                        .toList());
        ownership.gauge(registry);
        return ownership;
    }

    private void gauge(MeterRegistry registry) {
        for (Tenure.Lease lease : Tenure.Lease.values()) {
            Gauge.builder("drover.lease.shards", this, ownership -> ownership.count(lease))
                    .tag("lease", lease.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
    }

    private long count(Tenure.Lease lease) {
        return tenures().values().stream()
                .filter(tenure -> tenure.lease() == lease)
                .count();
    }

    public void start() {
        var _ = ticker.scheduleAtFixedRate(this::tick, 0, TICK.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void tick() {
        each(owners, owner -> owner.take(new LeaseInput.Tick()));
    }

    /**
     * Whatever befalls one, even an error of the JVM's own: what escapes would end the schedule without a word, and with it
     * every renewal and every kill in time.
     */
    static <T> void each(List<T> owners, Consumer<T> look) {
        for (T owner : owners) {
            try {
                look.accept(owner);
            } catch (Throwable e) {
                log.error("A lease could not be looked after", e);
            }
        }
    }

    @Override
    public void close() {
        ticker.shutdownNow();
    }

    /** Claims first what servers wait for. */
    @Override
    public void assigned(List<Integer> shards) {
        List<Integer> urgent = shards.stream().filter(this::hasServers).toList();
        turns.goFirst(urgent);
        Stream.concat(urgent.stream(), shards.stream().filter(shard -> !urgent.contains(shard)))
                .forEach(shard -> owners.get(shard).take(new LeaseInput.Assigned()));
    }

    /** As far as its state has been read: besides the checkpoint there are definitions and runs. */
    private boolean hasServers(int shard) {
        return tail.get().entries(new TopicPartition(Topic.STATE.topicName(), shard)) > 1;
    }

    @Override
    public CompletableFuture<Void> revoked(List<Integer> shards) {
        return CompletableFuture.allOf(
                shards.stream().map(shard -> owners.get(shard).revoked()).toArray(CompletableFuture<?>[]::new));
    }

    @Override
    public void lost(List<Integer> shards) {
        shards.forEach(shard -> owners.get(shard).take(new LeaseInput.Lost()));
    }

    @Override
    public List<Integer> busy() {
        return IntStream.range(0, owners.size())
                .filter(shard -> owners.get(shard).standing().isPopulated())
                .boxed()
                .toList();
    }

    @Override
    public boolean areTheSameCommands() throws InterruptedException {
        return owners.getFirst().areTheSameCommands();
    }

    @Override
    public void seen(TopicPartition partition, String key, TopicTail.Entry entry) {
        if (!partition.topic().equals(Topic.LEASES.topicName())) {
            return;
        }
        ShardOwner owner = owners.get(partition.partition());
        Long dead = PreviousLease.deadClaim(entry);
        if (dead != null) {
            owner.take(new LeaseInput.Obituary(dead));
        } else if (PreviousLease.isForeignClaim(entry, self)) {
            owner.take(new LeaseInput.ForeignClaim(entry.offset()));
        }
    }

    /** The group and the commands, as far as a shard's owner needs them. */
    public interface Feed {
        /** The shard's commands may come, from this one on, as those of this claim. Does not wait. */
        void resume(int shard, long claim, long nextOffset);

        /** Completes with whether the group still gives the shard to this worker. Does not wait. */
        CompletableFuture<Boolean> prove(int shard);

        /** This process must end, and may come again. */
        void giveUp(String reason);
    }

    /** How this worker owns its shards. */
    public Map<Integer, Tenure> tenures() {
        Map<Integer, Tenure> tenures = new TreeMap<>();
        for (int shard = 0; shard < owners.size(); shard++) {
            int number = shard;
            owners.get(shard).tenure().ifPresent(tenure -> tenures.put(number, tenure));
        }
        return tenures;
    }

    /** Whether every shard that the group has assigned to this worker is owned, and nobody is waited for. */
    public boolean isSettled() {
        return standings().stream().filter(Standing::isAssigned).allMatch(Standing::isOwned);
    }

    /** Whether the group has assigned any shard to this worker. */
    public boolean hasShards() {
        return standings().stream().anyMatch(Standing::isAssigned);
    }

    private List<Standing> standings() {
        return owners.stream().map(ShardOwner::standing).toList();
    }
}
