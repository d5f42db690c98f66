/**
 * Kafka: commands in, state, events and replies out. The only place that knows Avro; its neighbours see domain values.
 * Each class says which threads may use it.
 */
@NullMarked
package dev.drover.worker.messaging;

import org.jspecify.annotations.NullMarked;
