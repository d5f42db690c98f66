package dev.drover.schemas;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.api.Test;

class ShardingTest {
    @Test
    void aServerIsWhereKafkasOwnPartitionerPutsItsKey() {
        LongStream.of(0, 1, 7, 31, 32, 1_000_003, Long.MAX_VALUE)
                .forEach(id -> assertThat(Sharding.shardOf(id))
                        .isEqualTo(BuiltInPartitioner.partitionForKey(
                                Sharding.key(id).getBytes(UTF_8), Sharding.SHARDS)));
    }

    @Test
    void theRuleNeverChanges() {
        assertThat(LongStream.rangeClosed(1, 8).mapToInt(Sharding::shardOf))
                .containsExactly(15, 8, 31, 1, 6, 6, 19, 11);
    }

    @Test
    void serversSpreadOverAllShards() {
        assertThat(LongStream.rangeClosed(1, 1_000).map(Sharding::shardOf).distinct())
                .hasSize(Sharding.SHARDS);
    }
}
