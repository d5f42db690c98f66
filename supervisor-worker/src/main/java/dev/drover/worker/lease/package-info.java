/**
 * Whether this worker may run a shard's servers: the protocol of claim, renewal, wait and release as a pure function. No
 * clock, no threads, no Kafka; times are nanoseconds of a monotonic clock and are passed in. {@code ownership} carries out
 * what it decides.
 */
@NullMarked
package dev.drover.worker.lease;

import org.jspecify.annotations.NullMarked;
