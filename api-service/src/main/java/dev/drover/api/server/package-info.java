/** Managed servers over HTTP: create, list, read, remove, start, stop, restart. */
@NullMarked
package dev.drover.api.server;

import org.jspecify.annotations.NullMarked;
