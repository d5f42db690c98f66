/**
 * Which shards are this worker's: what the group assigns is claimed in the log before anything of it is run, and released
 * when nothing of it runs any more.
 */
@NullMarked
package dev.drover.worker.ownership;

import org.jspecify.annotations.NullMarked;
