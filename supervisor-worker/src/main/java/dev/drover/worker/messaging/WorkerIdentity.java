package dev.drover.worker.messaging;

import java.time.Instant;

/**
 * Who this process is, among all workers and all its own incarnations.
 *
 * @param workerId stays the same when the worker is started again
 * @param bootId the host's boot id and the inode of the pid namespace: workers with the same one can see each other
 */
public record WorkerIdentity(
        String workerId, String bootId, String host, long pid, Instant startedAt, String version) {}
