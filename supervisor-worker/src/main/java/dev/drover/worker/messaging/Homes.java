package dev.drover.worker.messaging;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which worker each shard should go to. Every set of workers has one assignment of its own, its <em>homes</em>: fairly even, and
 * little different from that of a set with one worker more or less.
 */
final class Homes {
    private record Affinity(long strength, int shard, String worker) {}

    private Homes() {}

    /**
     * When workers have come, all shards go home; when workers have left, only theirs move.
     *
     * @param owners of shards, as far as they have one
     * @param workers all that there are now
     * @param haveSomeCome whether any of them is there for shards that others have
     */
    static Map<Integer, String> assign(
            int shards, Map<Integer, String> owners, Set<String> workers, boolean haveSomeCome) {
        Map<Integer, String> homes = of(shards, workers);
        if (haveSomeCome) {
            return homes;
        }
        int share = Math.ceilDiv(shards, workers.size());
        Map<Integer, String> assigned = new HashMap<>(owners);
        Map<String, Integer> load = new HashMap<>();
        owners.values().forEach(owner -> load.merge(owner, 1, Integer::sum));
        homes.forEach((shard, home) -> {
            if (!owners.containsKey(shard)) {
                String taker = load.getOrDefault(home, 0) < share ? home : leastLoaded(load);
                assigned.put(shard, taker);
                load.merge(taker, 1, Integer::sum);
            }
        });
        return assigned;
    }

    /** The strongest affinities first, as far as a worker's share goes: so one worker more takes little but its own share. */
    private static Map<Integer, String> of(int shards, Set<String> workers) {
        List<Affinity> affinities = new ArrayList<>();
        for (String worker : workers) {
            for (int shard = 0; shard < shards; shard++) {
                affinities.add(new Affinity(strength(shard, worker), shard, worker));
            }
        }
        affinities.sort(Comparator.comparingLong(Affinity::strength).thenComparing(Affinity::worker));
        int share = Math.ceilDiv(shards, workers.size());
        Map<String, Integer> load = new HashMap<>();
        Map<Integer, String> homes = new HashMap<>();
        for (Affinity affinity : affinities) {
            if (!homes.containsKey(affinity.shard()) && load.getOrDefault(affinity.worker(), 0) < share) {
                homes.put(affinity.shard(), affinity.worker());
                load.merge(affinity.worker(), 1, Integer::sum);
            }
        }
        return homes;
    }

    /** The same on every machine: the end of SplitMix64, over the name's hash. */
    private static long strength(int shard, String worker) {
        long mixed = ((long) worker.hashCode() << 32 | shard) * 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ mixed >>> 30) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
        return mixed ^ mixed >>> 31;
    }

    private static String leastLoaded(Map<String, Integer> load) {
        return load.entrySet().stream()
                .min(Map.Entry.<String, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .orElseThrow()
                .getKey();
    }
}
