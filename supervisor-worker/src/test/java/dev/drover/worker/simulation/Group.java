package dev.drover.worker.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The consumer group's coordinator: who should have which shard. It is not always right, and does not always say so. */
final class Group {
    private static final Duration SESSION = Duration.ofSeconds(6);
    private static final Duration HAND_OVER = Duration.ofSeconds(10);

    private final Time time;
    private final Cluster cluster;
    private final Map<SimWorker, Long> heard = new LinkedHashMap<>();
    private final Map<Integer, SimWorker> assigned = new TreeMap<>();
    private final Map<Integer, Long> handingOver = new HashMap<>();
    private long number;

    Group(Time time, Cluster cluster) {
        this.time = time;
        this.cluster = cluster;
    }

    @Nullable
    SimWorker ownerOf(int shard) {
        return assigned.get(shard);
    }

    boolean isMember(SimWorker worker) {
        return heard.containsKey(worker);
    }

    boolean proves(SimWorker worker, int shard) {
        return heard.containsKey(worker) && assigned.get(shard) == worker;
    }

    /** A member polls; false if it is none (any more). */
    boolean hears(SimWorker worker) {
        return heard.computeIfPresent(worker, (w, at) -> time.now()) != null;
    }

    /** A member that was started again in time has what it had. */
    void join(SimWorker worker) {
        heard.keySet().stream()
                .filter(member -> member != worker && member.id.equals(worker.id))
                .findFirst()
                .ifPresent(before -> replace(before, worker));
        heard.put(worker, time.now());
        balance();
    }

    private void replace(SimWorker before, SimWorker worker) {
        heard.remove(before);
        for (int shard : Cluster.SHARDS) {
            if (assigned.get(shard) == before) {
                handingOver.remove(shard);
                assigned.put(shard, worker);
                worker.tell(() -> worker.assigned(shard));
            }
        }
    }

    void leave(SimWorker worker) {
        heard.remove(worker);
        assigned.values().removeIf(owner -> owner == worker);
        balance();
    }

    void tick() {
        List<SimWorker> silent = heard.entrySet().stream()
                .filter(member -> time.now() - member.getValue() > SESSION.toNanos())
                .map(Map.Entry::getKey)
                .toList();
        silent.forEach(this::leave);
        handingOver
                .entrySet()
                .removeIf(shard -> time.now() - shard.getValue() > HAND_OVER.toNanos() && giveUp(shard.getKey()));
        balance();
    }

    private boolean giveUp(int shard) {
        assigned.remove(shard);
        return true;
    }

    /** After a restart of the brokers the first member back gets everything, while the others believe in what they had. */
    void forgetEverybody() {
        if (heard.isEmpty()) {
            return;
        }
        List<SimWorker> members = new ArrayList<>(heard.keySet());
        SimWorker first = members.get(time.random.nextInt(members.size()));
        handingOver.keySet().removeIf(shard -> assigned.get(shard) != first);
        for (int shard : Cluster.SHARDS) {
            SimWorker before = assigned.put(shard, first);
            if (before != first) {
                first.tell(() -> first.assigned(shard));
            }
            if (before != null && before != first) {
                time.after(time.between(100, 600), () -> noticesLoss(before, shard));
            }
        }
        time.after(time.between(200, 2000), this::balance);
    }

    private void noticesLoss(SimWorker worker, int shard) {
        if (assigned.get(shard) != worker) {
            worker.tell(() -> worker.lost(shard));
        }
    }

    private void balance() {
        List<SimWorker> members = new ArrayList<>(heard.keySet());
        if (members.isEmpty()) {
            return;
        }
        int turn = 0;
        for (int shard : Cluster.SHARDS) {
            SimWorker target = members.get(turn++ % members.size());
            SimWorker present = assigned.get(shard);
            if (present == null && !handingOver.containsKey(shard)) {
                assigned.put(shard, target);
                target.tell(() -> target.assigned(shard));
            } else if (present != null && present != target && !handingOver.containsKey(shard)) {
                revoke(present, shard);
            }
        }
    }

    private void revoke(SimWorker owner, int shard) {
        handingOver.put(shard, time.now());
        long mine = ++number;
        owner.tell(() ->
                owner.revoked(shard, () -> time.after(time.between(1, 20), () -> handedOver(owner, shard, mine))));
    }

    private void handedOver(SimWorker owner, int shard, long ofRevocation) {
        if (ofRevocation <= number && assigned.get(shard) == owner && handingOver.remove(shard) != null) {
            assigned.remove(shard);
            balance();
        }
    }

    Cluster cluster() {
        return cluster;
    }
}
