package dev.drover.worker.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
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

    private final Set<String> arriving = new HashSet<>();
    private final Set<String> leaving = new HashSet<>();

    /** Whether something runs of every shard that a worker has. */
    private boolean busy;

    private boolean isMoreToCome;

    /** How many shards were given to a worker that had not had them, in the last rebalance. */
    private int given;

    /** Of that, after the first rebalance. */
    private int most;

    private int generation;
    private final Map<Integer, Integer> moves = new HashMap<>();

    @Test
    void theShardsAreSharedOutFairlyEvenly() {
        join("w-1", "w-2", "w-3");
        assertThat(group.values()).allSatisfy(owned -> assertThat(owned).hasSizeBetween(10, 11));
    }

    @Test
    void aRollingRestartMovesAShardTwiceAtMostAndAllAreBackWhereTheyWere() {
        rollAndCompare();
    }

    @Test
    void soDoesOneOfBusyWorkers() {
        busy = true;
        rollAndCompare();
    }

    private void rollAndCompare() {
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
    void shardsWithServersMoveAFewAtATime() {
        busy = true;
        join("w-1", "w-2");
        join("w-3");
        assertThat(group.get("w-3")).hasSizeBetween(10, 11);
        assertThat(most).isEqualTo(4);

        most = 0;
        leave("w-3");
        assertThat(most).isEqualTo(4);
        assertThat(group.values()).allSatisfy(owned -> assertThat(owned).hasSizeBetween(15, 17));
    }

    @Test
    void shardsWithoutServersMoveAllAtOnce() {
        join("w-1", "w-2");
        join("w-3");
        assertThat(most).isGreaterThan(4);
    }

    @Test
    void allThatLeaveAtOnceKeepTheirShards() {
        join("w-1", "w-2");
        Map<String, Set<TopicPartition>> before = owned();
        leaving.addAll(group.keySet());
        rebalance();
        assertThat(owned()).isEqualTo(before);
        assertThat(isMoreToCome).isFalse();
    }

    /** Kafka refuses an assignment that gives one member what another says it has. */
    @Test
    void whatAMemberOfAnOlderGenerationSaysItOwnsItHasLostButNobodyGetsItBeforeThatMemberKnows() {
        HomeAssignor.Plan plan = HomeAssignor.assign(
                SHARDS, Map.of("old", subscription("w-1", all(), 3), "new", subscription("w-2", List.of(), 4)));
        assertThat(plan.given().get("old")).hasSize(16);
        assertThat(plan.given().get("new")).isEmpty();
        assertThat(plan.isMoreToCome()).isTrue();
    }

    @Test
    void whatTwoMembersSayTheyOwnNobodyGetsBeforeBothKnow() {
        HomeAssignor.Plan plan = HomeAssignor.assign(
                SHARDS,
                Map.of(
                        "a", subscription("w-1", all(), 4),
                        "b", subscription("w-2", all(), 4),
                        "c", subscription("w-3", List.of(), 4)));
        assertThat(plan.given().values()).allSatisfy(given -> assertThat(given).isEmpty());
        assertThat(plan.isMoreToCome()).isTrue();
    }

    private static List<TopicPartition> all() {
        List<TopicPartition> all = new ArrayList<>();
        for (int shard = 0; shard < SHARDS; shard++) {
            all.add(new TopicPartition("mcp.commands", shard));
        }
        return all;
    }

    @Test
    void twoProcessesWithOneWorkersIdAreTwoMembers() {
        var given = HomeAssignor.assign(
                        SHARDS, Map.of("a", subscription("w-1", List.of(), 1), "b", subscription("w-1", List.of(), 1)))
                .given();
        assertThat(given.get("a")).hasSize(16);
        assertThat(given.get("b")).hasSize(16);
    }

    private void join(String... workers) {
        for (String worker : workers) {
            group.put(worker, List.of());
            arriving.add(worker);
        }
        rebalance();
    }

    /** It goes once it has nothing more. */
    private void leave(String worker) {
        leaving.add(worker);
        rebalance();
        assertThat(group.get(worker)).isEmpty();
        group.remove(worker);
        leaving.clear();
    }

    /** As the group does it: as long as somebody has to give something up. */
    private void rebalance() {
        int rounds = 0;
        do {
            Map<String, Subscription> members = new HashMap<>();
            group.forEach(
                    (worker, owned) -> members.put("member of " + worker, subscription(worker, owned, generation)));
            HomeAssignor.Plan plan = HomeAssignor.assign(SHARDS, members);
            given = 0;
            plan.given().forEach((member, owned) -> give(member.substring("member of ".length()), owned));
            most = Math.max(most, generation == 0 ? 0 : given);
            generation++;
            isMoreToCome = plan.isMoreToCome();
            if (!isMoreToCome) {
                arriving.clear();
            }
            assertThat(++rounds).isLessThanOrEqualTo(SHARDS);
        } while (isMoreToCome);
        assertThat(owned().values().stream().flatMap(Set::stream))
                .hasSize(SHARDS)
                .doesNotHaveDuplicates();
    }

    private void give(String worker, List<TopicPartition> assigned) {
        List<TopicPartition> before = group.getOrDefault(worker, List.of());
        List<TopicPartition> come =
                assigned.stream().filter(shard -> !before.contains(shard)).toList();
        come.forEach(partition -> moves.merge(partition.partition(), 1, Integer::sum));
        given += come.size();
        group.put(worker, assigned);
    }

    private Map<String, Set<TopicPartition>> owned() {
        Map<String, Set<TopicPartition>> owned = new TreeMap<>();
        group.forEach((worker, partitions) -> owned.put(worker, Set.copyOf(partitions)));
        return owned;
    }

    private Subscription subscription(String worker, List<TopicPartition> owned, int ofGeneration) {
        BitSet shards = new BitSet();
        owned.stream().filter(_ -> busy).map(TopicPartition::partition).forEach(shards::set);
        Membership.Word word = new Membership.Word(worker, arriving.contains(worker), leaving.contains(worker), shards);
        return new Subscription(List.of("mcp.commands"), word.toUserData(), owned, ofGeneration, Optional.empty());
    }
}
