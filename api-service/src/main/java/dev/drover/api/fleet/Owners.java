package dev.drover.api.fleet;

import java.util.List;

/**
 * Which shards live workers own at a moment. Immutable.
 *
 * @param isUnknown nobody has been listened to for long enough to be called silent: everyone is believed
 */
public record Owners(boolean isUnknown, List<Held> held) {

    /** Whether what the claim's holder said of the shard still holds: a live worker owns it, unbroken since then. */
    public boolean hold(int shard, long claim) {
        return isUnknown || held.stream().anyMatch(each -> each.shard() == shard && each.covers(claim));
    }

    /**
     * A shard that a live worker owns.
     *
     * @param since the first of its claims since which no other process has owned the shard
     * @param claim its present claim
     */
    public record Held(int shard, long since, long claim) {
        boolean covers(long otherClaim) {
            return since <= otherClaim && otherClaim <= claim;
        }
    }
}
