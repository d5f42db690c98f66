package dev.drover.api.replay;

import dev.drover.schemas.Topic;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;

/** One partition of the log. What the API did comes before what workers did in the same millisecond: it was the cause. */
public record LogSource(Topic topic, int partition) implements Comparable<LogSource> {
    private static final char OF_THE_API = 'a';
    private static final char OF_A_SHARD = 'e';

    static LogSource shard(int shard) {
        return new LogSource(Topic.EVENTS, shard);
    }

    static LogSource of(char kind, int partition) {
        return new LogSource(kind == OF_A_SHARD ? Topic.EVENTS : Topic.API_EVENTS, partition);
    }

    /** Of all events: those of the shards, and the API's. */
    public static List<LogSource> all() {
        return Stream.concat(
                        ofTheApi(),
                        IntStream.range(0, Topic.EVENTS.partitions()).mapToObj(LogSource::shard))
                .toList();
    }

    /** Where the events of one shard's servers are. */
    static List<LogSource> around(int shard) {
        return Stream.concat(ofTheApi(), Stream.of(shard(shard))).toList();
    }

    private static Stream<LogSource> ofTheApi() {
        return IntStream.range(0, Topic.API_EVENTS.partitions())
                .mapToObj(partition -> new LogSource(Topic.API_EVENTS, partition));
    }

    boolean isShard() {
        return topic == Topic.EVENTS;
    }

    String code() {
        return (isShard() ? OF_A_SHARD : OF_THE_API) + Integer.toString(partition);
    }

    TopicPartition asPartition() {
        return new TopicPartition(topic.topicName(), partition);
    }

    @Override
    public int compareTo(LogSource other) {
        int byTopic = Boolean.compare(isShard(), other.isShard());
        return byTopic == 0 ? Integer.compare(partition, other.partition) : byTopic;
    }
}
