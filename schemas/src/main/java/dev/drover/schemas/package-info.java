/**
 * The contract between the services and with other programs: topics, sharding, and the wire codec of the Avro messages
 * in {@code dev.drover.schemas.message}. Immutable or thread-safe throughout; depends on nothing else of Drover.
 */
@NullMarked
package dev.drover.schemas;

import org.jspecify.annotations.NullMarked;
