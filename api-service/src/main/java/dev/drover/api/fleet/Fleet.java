package dev.drover.api.fleet;

import dev.drover.schemas.MessageCodec;
import dev.drover.schemas.message.WorkerHeartbeat;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The newest heartbeat of each worker. A worker that left in order is forgotten at once, one that fell silent after an
 * hour. Ages are differences between the broker's clock and this host's. Any thread.
 */
public final class Fleet {
    /** A heartbeat older than this many intervals proves nothing any more. */
    private static final int INTERVALS = 3;

    /** Three intervals of a worker's usual two seconds, and time to reach the brokers. */
    private static final Duration LISTENING = Duration.ofSeconds(10);

    private static final Duration REMEMBERED = Duration.ofHours(1);

    private final ConcurrentMap<String, Member> members = new ConcurrentHashMap<>();
    private final MessageCodec<WorkerHeartbeat> codec = new MessageCodec<>(WorkerHeartbeat.class);
    private final InstantSource clock;
    private final Instant listeningSince;

    public Fleet(InstantSource clock) {
        this.clock = clock;
        this.listeningSince = clock.instant();
    }

    /** A record of {@code mcp.workers}; its timestamp is the broker's. */
    public void on(ConsumerRecord<String, byte[]> record) {
        if (record.value() == null) {
            members.remove(record.key());
        } else {
            Instant at = Instant.ofEpochMilli(record.timestamp());
            members.put(record.key(), new Member(codec.decode(record.value()), at));
        }
    }

    /** Whether what the claim's holder said of the shard still holds. */
    public boolean holds(int shard, long claim) {
        return owners().hold(shard, claim);
    }

    /** The shards that live workers own now. */
    public Owners owners() {
        Instant now = clock.instant();
        List<Owners.Held> held = members.values().stream()
                .filter(member -> member.isLive(now))
                .flatMap(member -> member.heartbeat().getShards().stream())
                .map(owned -> new Owners.Held(owned.getShard(), owned.getUnbrokenSince(), owned.getClaim()))
                .toList();
        return new Owners(now.isBefore(listeningSince.plus(LISTENING)), held);
    }

    /** By this host's clock. */
    Instant now() {
        return clock.instant();
    }

    /** By worker id; also those that have been silent for less than an hour. */
    List<Member> members() {
        Instant oldest = clock.instant().minus(REMEMBERED);
        members.values().removeIf(member -> member.at().isBefore(oldest));
        return members.values().stream()
                .sorted(Comparator.comparing(member -> member.heartbeat().getWorkerId()))
                .toList();
    }

    /** A worker by its last heartbeat. */
    record Member(WorkerHeartbeat heartbeat, Instant at) {
        boolean isLive(Instant now) {
            Duration age = Duration.between(at, now);
            return age.compareTo(Duration.ofMillis((long) INTERVALS * heartbeat.getIntervalMs())) <= 0;
        }
    }
}
