/**
 * Whole clusters in one thread: the production code of lease, supervision and lifecycle, between fake brokers, processes and
 * guards, in simulated time. Everything that happens is drawn from a seed.
 */
@NullMarked
package dev.drover.worker.simulation;

import org.jspecify.annotations.NullMarked;
