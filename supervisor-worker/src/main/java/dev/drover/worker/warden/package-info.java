/**
 * What ends this worker and its servers at the end of a lease even if this JVM does not run: a companion process, or PID 1
 * of the worker's container. {@link dev.drover.worker.warden.WardenGuard} is the way in, for any thread; a thread of its own
 * speaks with the warden.
 */
@NullMarked
package dev.drover.worker.warden;

import org.jspecify.annotations.NullMarked;
