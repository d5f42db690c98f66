package dev.drover.api.moment;

import dev.drover.api.projection.ShardFold;
import dev.drover.api.projection.ShardFold.Held;
import dev.drover.schemas.Sharding;
import dev.drover.schemas.message.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Folds the log up to a moment, from the last snapshots before it. Thread-safe. */
public final class Moments {
    /** A shard has a snapshot each so many events: fewer than this are read of each to tell of any moment. */
    private static final int BETWEEN_SNAPSHOTS = 4_096;

    static final Instant LATEST = Instant.parse("9998-12-31T00:00:00Z");

    private final Map<String, Object> kafka;
    private final Snapshots snapshots;
    private final Supplier<String> topicIds;

    /**
     * @param kafka where the brokers are, and how to log in
     * @param topicIds asks for the id that the events' topic has now
     */
    public Moments(Map<String, Object> kafka, JdbcClient jdbc, Supplier<String> topicIds) {
        this.kafka = Map.copyOf(kafka);
        this.snapshots = new Snapshots(jdbc);
        this.topicIds = topicIds;
    }

    /**
     * Every server that there was at that moment, or that one, by id.
     *
     * @throws org.apache.kafka.common.KafkaException if the brokers do not answer
     */
    List<Held> at(Instant moment, @Nullable Long serverId) {
        Set<Integer> shards = serverId == null
                ? IntStream.range(0, Sharding.SHARDS).boxed().collect(Collectors.toSet())
                : Set.of(Sharding.shardOf(serverId));
        String topicId = topicIds.get();
        Map<Integer, Snapshot> known = snapshots.latestUntil(moment, topicId);
        Folds folds = new Folds(moment, topicId, shards, known);
        try (ShardEvents events = new ShardEvents(kafka)) {
            events.read(folds.begins(), events.ends(), folds);
        }
        return folds.servers().stream()
                .filter(held -> serverId == null || held.view().serverId() == serverId)
                .toList();
    }

    /** Makes the snapshots that are missing before the present. */
    void makeSnapshots() {
        String topicId = topicIds.get();
        Map<Integer, Snapshot> known = snapshots.latestUntil(LATEST, topicId);
        try (ShardEvents events = new ShardEvents(kafka)) {
            Map<Integer, Long> ends = events.ends();
            Set<Integer> grown = ends.keySet().stream()
                    .filter(shard ->
                            ends.getOrDefault(shard, 0L) - begin(known, shard).nextOffset() >= BETWEEN_SNAPSHOTS)
                    .collect(Collectors.toSet());
            Folds folds = new Folds(LATEST, topicId, grown, known);
            events.read(folds.begins(), ends, folds);
        }
    }

    private static Snapshot begin(Map<Integer, Snapshot> known, int shard) {
        return known.getOrDefault(shard, Snapshot.beginning(shard));
    }

    /** The shards' folds, which leave snapshots behind as they come past where there should be one. */
    private final class Folds implements ShardEvents.Reader {
        private final Instant moment;
        private final String topicId;
        private final Map<Integer, ShardFold> folds = new HashMap<>();
        private final Map<Integer, Long> begins = new HashMap<>();
        private final Map<Integer, Long> kept = new HashMap<>();

        Folds(Instant moment, String topicId, Set<Integer> shards, Map<Integer, Snapshot> known) {
            this.moment = moment;
            this.topicId = topicId;
            for (int shard : shards) {
                Snapshot begin = begin(known, shard);
                folds.put(shard, new ShardFold(begin.content()));
                begins.put(shard, begin.nextOffset());
                kept.put(shard, begin.nextOffset());
            }
        }

        Map<Integer, Long> begins() {
            return begins;
        }

        @Override
        public boolean take(int shard, List<Event> batch, long nextOffset) {
            ShardFold fold = folds.get(shard);
            if (fold == null) {
                return false;
            }
            List<Event> before = batch.stream()
                    .takeWhile(event -> !event.getOccurredAt().isAfter(moment))
                    .toList();
            fold.apply(before);
            if (before.size() < batch.size()) {
                return false;
            }
            if (nextOffset - kept.getOrDefault(shard, 0L) >= BETWEEN_SNAPSHOTS) {
                Instant latest = batch.getLast().getOccurredAt();
                snapshots.keep(new Snapshot(shard, nextOffset, latest, fold.content()), topicId);
                kept.put(shard, nextOffset);
            }
            return true;
        }

        List<Held> servers() {
            List<Held> all = new ArrayList<>();
            folds.values().forEach(fold -> all.addAll(fold.servers()));
            all.sort(Comparator.comparingLong(held -> held.view().serverId()));
            return all;
        }
    }
}
