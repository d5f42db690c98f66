package dev.drover.worker.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;

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
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Configurable;
import org.apache.kafka.common.TopicPartition;

/**
 * Gives the shards of a worker that left back to it when it returns, see {@link Homes}: so a rolling restart interrupts a server
 * twice. Kafka's cooperative assignor gives a returning worker whatever shards it takes a liking to.
 *
 * <p>Cooperative: a shard that moves is given to nobody as long as its owner has it, and to the new one in the rebalance after.
 * Public because Kafka makes it.
 */
public final class HomeAssignor implements ConsumerPartitionAssignor, Configurable {
    private static final int NO_GENERATION = -1;

    private byte[] worker = new byte[0];

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
        worker =
                String.valueOf(config.get(CommonClientConfigs.CLIENT_ID_CONFIG)).getBytes(UTF_8);
    }

    /** What stays the same when the worker is started again, unlike its member id. */
    @Override
    public ByteBuffer subscriptionUserData(Set<String> topics) {
        return ByteBuffer.wrap(worker);
    }

    @Override
    public GroupAssignment assign(Cluster cluster, GroupSubscription group) {
        Map<String, Subscription> members = group.groupSubscription();
        Integer shards = cluster.partitionCountForTopic(Topic.COMMANDS.topicName());
        Map<String, Assignment> assignment = new HashMap<>();
        assign(shards == null ? 0 : shards, members)
                .forEach((member, given) -> assignment.put(member, new Assignment(given)));
        return new GroupAssignment(assignment);
    }

    /** By member. */
    static Map<String, List<TopicPartition>> assign(int shards, Map<String, Subscription> members) {
        Map<String, String> workers = workersOf(members);
        Map<Integer, String> owners = ownersOf(workers, members);
        Map<String, List<TopicPartition>> given = new HashMap<>();
        workers.forEach((worker, member) -> given.put(member, new ArrayList<>()));
        Homes.assign(shards, owners, workers.keySet()).forEach((shard, worker) -> {
            if (owners.getOrDefault(shard, worker).equals(worker)) {
                given.computeIfAbsent(workers.getOrDefault(worker, ""), member -> new ArrayList<>())
                        .add(new TopicPartition(Topic.COMMANDS.topicName(), shard));
            }
        });
        return given;
    }

    /** Members by worker. Two processes may have one worker's id; the second of them is a worker of its own. */
    private static Map<String, String> workersOf(Map<String, Subscription> members) {
        Map<String, String> workers = new TreeMap<>();
        new TreeMap<>(members).forEach((member, subscription) -> {
            ByteBuffer data = subscription.userData();
            String worker =
                    data == null ? member : UTF_8.decode(data.duplicate()).toString();
            workers.put(workers.containsKey(worker) ? member : worker, member);
        });
        return workers;
    }

    /** A member of an older generation has lost what it says it owns; what two members say they own is nobody's. */
    private static Map<Integer, String> ownersOf(Map<String, String> workers, Map<String, Subscription> members) {
        int generation = members.values().stream()
                .mapToInt(HomeAssignor::generationOf)
                .max()
                .orElse(NO_GENERATION);
        Map<Integer, String> owners = new HashMap<>();
        Set<Integer> contested = new HashSet<>();
        workers.forEach((worker, member) -> {
            Subscription subscription = Objects.requireNonNull(members.get(member));
            if (generationOf(subscription) == generation) {
                for (TopicPartition owned : subscription.ownedPartitions()) {
                    if (owners.put(owned.partition(), worker) != null) {
                        contested.add(owned.partition());
                    }
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
