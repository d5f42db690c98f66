package dev.drover.worker.ownership;

/** No guard: this JVM alone ends its servers in time, as long as it runs. */
public final class Unguarded implements Guard {
    @Override
    public boolean extend(int shard, long deadlineNanos) {
        return true;
    }

    @Override
    public void release(int shard) {
        // nothing was kept
    }
}
