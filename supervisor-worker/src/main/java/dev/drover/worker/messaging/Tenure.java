package dev.drover.worker.messaging;

/**
 * How this worker owns a shard.
 *
 * @param claim its present claim
 * @param unbrokenSince the first of its claims since which no other process has owned the shard
 */
public record Tenure(long claim, long unbrokenSince) {}
