/**
 * What servers were at a moment, by the log alone: the projector's fold up to then. Snapshots in PostgreSQL spare it most
 * of the log; they are made of the log and may be deleted at any time.
 */
@NullMarked
package dev.drover.api.moment;

import org.jspecify.annotations.NullMarked;
