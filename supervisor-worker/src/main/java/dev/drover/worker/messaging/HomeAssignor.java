package dev.drover.worker.messaging;

import dev.drover.schemas.Topic;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Configurable;
import org.apache.kafka.common.TopicPartition;

/**
 * Gives the shards of a worker that left back to it when it returns, see {@link Homes}: so a rolling restart interrupts a server
 * twice. Kafka's cooperative assignor gives a returning worker whatever shards it takes a liking to, and all at once.
 *
 * <p>Cooperative: a shard that moves is given to nobody as long as anybody says he has it, and to the new one in the rebalance after.
 * Whoever gives one up asks for that rebalance, in which the next few move. Public because Kafka makes it.
 */
public final class HomeAssignor implements ConsumerPartitionAssignor, Configurable {
    /** The {@link Membership} for which it speaks. */
    static final String MEMBERSHIP_CONFIG = "drover.membership";

    /** How many shards with servers move from one worker to another in a rebalance. */
    private static final int MOVES_AT_A_TIME = 4;

    private static final int NO_GENERATION = -1;

    private Membership membership = new Membership("", true, List::of);

    /**
     * @param given by member
     * @param isMoreToCome whether shards are given up with it, so that another rebalance follows
     */
    record Plan(Map<String, List<TopicPartition>> given, boolean isMoreToCome) {}

    /**
     * Of the group.
     *
     * @param id the group's name for it
     * @param named what it says it owns
     * @param owned shards: one of an older generation has lost what it says it owns
     */
    private record Member(String id, Membership.Word word, List<Integer> named, List<Integer> owned) {
        static Member of(String id, Subscription subscription, int generation) {
            List<Integer> named = subscription.ownedPartitions().stream()
                    .map(TopicPartition::partition)
                    .toList();
            boolean isOwner = generationOf(subscription) == generation;
            return new Member(id, Membership.Word.of(subscription.userData()), named, isOwner ? named : List.of());
        }

        /** Shards are to become its own. */
        boolean hasCome() {
            return word.isArriving() || owned.isEmpty();
        }
    }

    @Override
    public String name() {
        return "drover-home";
    }

    @Override
    public List<RebalanceProtocol> supportedProtocols() {
        return List.of(RebalanceProtocol.COOPERATIVE, RebalanceProtocol.EAGER);
    }

    @Override
    public void configure(Map<String, ?> config) {
        membership = (Membership) Objects.requireNonNull(config.get(MEMBERSHIP_CONFIG));
    }

    @Override
    public ByteBuffer subscriptionUserData(Set<String> topics) {
        return membership.say();
    }

    @Override
    public void onAssignment(Assignment assignment, ConsumerGroupMetadata metadata) {
        membership.hear(assignment.userData(), System.nanoTime());
    }

    @Override
    public GroupAssignment assign(Cluster cluster, GroupSubscription group) {
        Integer shards = cluster.partitionCountForTopic(Topic.COMMANDS.topicName());
        Plan plan = assign(shards == null ? 0 : shards, group.groupSubscription());
        Map<String, Assignment> assignment = new HashMap<>();
        plan.given()
                .forEach((member, given) ->
                        assignment.put(member, new Assignment(given, Membership.tell(plan.isMoreToCome()))));
        return new GroupAssignment(assignment);
    }

    static Plan assign(int shards, Map<String, Subscription> subscriptions) {
        Map<String, Member> workers = workersOf(subscriptions);
        Map<Integer, String> owners = ownersOf(workers);
        Map<String, List<TopicPartition>> given = new HashMap<>();
        workers.values().forEach(member -> given.put(member.id(), new ArrayList<>()));
        boolean isMoreToCome = false;
        int left = MOVES_AT_A_TIME;
        for (Map.Entry<Integer, String> target :
                targets(shards, owners, workers).entrySet()) {
            int shard = target.getKey();
            Member owner = member(owners.getOrDefault(shard, target.getValue()), workers);
            boolean isToMove = !owner.equals(member(target.getValue(), workers));
            boolean isBusy = owner.word().busy().get(shard);
            boolean isNamedByOthers = workers.values().stream()
                    .anyMatch(member -> !member.equals(owner) && member.named().contains(shard));
            if (isNamedByOthers || (isToMove && (!isBusy || left > 0))) {
                isMoreToCome = true;
                left -= isToMove && isBusy ? 1 : 0;
            } else {
                Objects.requireNonNull(given.get(owner.id()))
                        .add(new TopicPartition(Topic.COMMANDS.topicName(), shard));
            }
        }
        return new Plan(given, isMoreToCome);
    }

    /** Whose each shard is to be, in the order of shards. Workers that leave are left out, unless all do: then everything stays where it is. */
    private static Map<Integer, String> targets(int shards, Map<Integer, String> owners, Map<String, Member> workers) {
        Set<String> staying = workers.keySet().stream()
                .filter(worker -> !member(worker, workers).word().isLeaving())
                .collect(Collectors.toSet());
        if (staying.isEmpty()) {
            return new TreeMap<>(Homes.assign(shards, owners, workers.keySet(), false));
        }
        Map<Integer, String> theirs = new HashMap<>(owners);
        theirs.values().retainAll(staying);
        boolean haveSomeCome =
                staying.stream().anyMatch(worker -> member(worker, workers).hasCome());
        return new TreeMap<>(Homes.assign(shards, theirs, staying, haveSomeCome));
    }

    private static Member member(String worker, Map<String, Member> workers) {
        return Objects.requireNonNull(workers.get(worker));
    }

    /** Members by worker. Two processes may have one worker's id; the second of them is a worker of its own. */
    private static Map<String, Member> workersOf(Map<String, Subscription> subscriptions) {
        int generation = subscriptions.values().stream()
                .mapToInt(HomeAssignor::generationOf)
                .max()
                .orElse(NO_GENERATION);
        Map<String, Member> workers = new TreeMap<>();
        new TreeMap<>(subscriptions).forEach((id, subscription) -> {
            Member member = Member.of(id, subscription, generation);
            String worker = member.word().worker();
            workers.put(workers.containsKey(worker) ? id : worker, member);
        });
        return workers;
    }

    /** What two members say they own is nobody's. */
    private static Map<Integer, String> ownersOf(Map<String, Member> workers) {
        Map<Integer, String> owners = new HashMap<>();
        Set<Integer> contested = new HashSet<>();
        workers.forEach((worker, member) -> {
            for (int shard : member.owned()) {
                if (owners.put(shard, worker) != null) {
                    contested.add(shard);
                }
            }
        });
        owners.keySet().removeAll(contested);
        return owners;
    }

    private static int generationOf(Subscription subscription) {
        return subscription.generationId().orElse(NO_GENERATION);
    }
}
