package dev.drover.worker.ownership;

/**
 * Ends this worker and its servers when a lease is over, even if this JVM does not run at that time. Times are of
 * {@link System#nanoTime()}. Thread-safe.
 */
public interface Guard {
    /**
     * Processes of the shard may live until this moment. Returns when the guard has it, so that a process may be started
     * then; replaces what was said of the shard before.
     *
     * @return false if the guard does not have it: no process may be started, and those that live must end
     */
    boolean extend(int shard, long deadlineNanos);

    /** No process of the shard is left: nothing is to be guarded. Does not wait. */
    void release(int shard);
}
