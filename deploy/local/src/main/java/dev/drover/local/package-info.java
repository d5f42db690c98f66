/**
 * Everything on one machine: a real Kafka broker and a real PostgreSQL in or under this JVM, and the packaged services
 * as processes of their own. Tests of the other modules use the broker and the database alone.
 */
@NullMarked
package dev.drover.local;

import org.jspecify.annotations.NullMarked;
