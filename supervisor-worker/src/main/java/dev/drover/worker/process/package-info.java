/**
 * The operating system's side of servers: contained process trees, their environment, their stderr. {@link
 * dev.drover.worker.process.OsProcessHost} is the way in; everything that blocks happens on one daemon thread per
 * server, every fork on one spawner thread that lives as long as the host.
 */
@NullMarked
package dev.drover.worker.process;

import org.jspecify.annotations.NullMarked;
