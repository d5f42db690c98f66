/**
 * What may happen next to a server: pure values and functions. No clock, no I/O, no threads, no Spring, no Avro. Called by
 * the supervisor's thread.
 */
@NullMarked
package dev.drover.worker.lifecycle;

import org.jspecify.annotations.NullMarked;
