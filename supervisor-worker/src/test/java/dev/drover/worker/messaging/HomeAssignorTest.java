package dev.drover.worker.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Subscription;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class HomeAssignorTest {
    private static final int SHARDS = 32;

    /** What each worker owns. */
    private final Map<String, List<TopicPartition>> group = new TreeMap<>();

    private int generation;
    private final Map<Integer, Integer> moves = new HashMap<>();

    @Test
    void theShardsAreSharedOutFairlyEvenly() {
        join("w-1", "w-2", "w-3");
        assertThat(group.values()).allSatisfy(owned -> assertThat(owned).hasSizeBetween(10, 11));
    }

    @Test
    void aRollingRestartMovesAShardTwiceAtMostAndAllAreBackWhereTheyWere() {
        join("w-1", "w-2", "w-3");
        Map<String, Set<TopicPartition>> before = owned();
        moves.clear();
        for (String worker : List.of("w-1", "w-2", "w-3")) {
            leave(worker);
            join(worker);
        }
        assertThat(owned()).isEqualTo(before);
        assertThat(moves.values()).allSatisfy(count -> assertThat(count).isEqualTo(2));
    }

    @Test
    void aWorkerMoreTakesLittleMoreThanItsShare() {
        join("w-1", "w-2", "w-3");
        moves.clear();
        join("w-4");
        assertThat(group.get("w-4")).hasSize(8);
        assertThat(moves).hasSizeLessThanOrEqualTo(12);
    }

    @Test
    void onlyTheShardsOfAWorkerThatLeavesMove() {
        join("w-1", "w-2", "w-3");
        int left = owned().getOrDefault("w-2", Set.of()).size();
        moves.clear();
        leave("w-2");
        assertThat(moves).hasSize(left);
        assertThat(group.values()).allSatisfy(owned -> assertThat(owned).hasSizeBetween(15, 17));
    }

    @Test
    void whatAMemberOfAnOlderGenerationSaysItOwnsItHasLost() {
        List<TopicPartition> all = new ArrayList<>();
        for (int shard = 0; shard < SHARDS; shard++) {
            all.add(new TopicPartition("mcp.commands", shard));
        }
        var given = HomeAssignor.assign(
                SHARDS, Map.of("old", subscription("w-1", all, 3), "new", subscription("w-2", List.of(), 4)));
        assertThat(given.get("old")).hasSize(16);
        assertThat(given.get("new")).hasSize(16);
    }

    @Test
    void twoProcessesWithOneWorkersIdAreTwoMembers() {
        var given = HomeAssignor.assign(
                SHARDS, Map.of("a", subscription("w-1", List.of(), 1), "b", subscription("w-1", List.of(), 1)));
        assertThat(given.get("a")).hasSize(16);
        assertThat(given.get("b")).hasSize(16);
    }

    private void join(String... workers) {
        for (String worker : workers) {
            group.put(worker, List.of());
        }
        rebalance();
    }

    private void leave(String worker) {
        group.remove(worker);
        rebalance();
    }

    /** As the group does it: until nobody has to give anything up. */
    private void rebalance() {
        Map<String, List<TopicPartition>> given = new HashMap<>();
        int rounds = 0;
        do {
            Map<String, Subscription> members = new HashMap<>();
            group.forEach(
                    (worker, owned) -> members.put("member of " + worker, subscription(worker, owned, generation)));
            given.clear();
            HomeAssignor.assign(SHARDS, members)
                    .forEach((member, owned) -> given.put(member.substring("member of ".length()), owned));
            given.forEach((worker, owned) -> owned.stream()
                    .filter(partition -> !group.getOrDefault(worker, List.of()).contains(partition))
                    .forEach(partition -> moves.merge(partition.partition(), 1, Integer::sum)));
            group.putAll(given);
            generation++;
            assertThat(++rounds).isLessThanOrEqualTo(2);
        } while (group.values().stream().mapToInt(List::size).sum() < SHARDS);
        assertThat(owned().values().stream().flatMap(Set::stream)).doesNotHaveDuplicates();
    }

    private Map<String, Set<TopicPartition>> owned() {
        Map<String, Set<TopicPartition>> owned = new TreeMap<>();
        group.forEach((worker, partitions) -> owned.put(worker, Set.copyOf(partitions)));
        return owned;
    }

    private static Subscription subscription(String worker, List<TopicPartition> owned, int generation) {
        return new Subscription(
                List.of("mcp.commands"), ByteBuffer.wrap(worker.getBytes(UTF_8)), owned, generation, Optional.empty());
    }
}
