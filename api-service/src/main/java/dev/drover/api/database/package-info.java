/** Connections to PostgreSQL that live outside the pool, for whoever listens or holds a lock. */
@NullMarked
package dev.drover.api.database;

import org.jspecify.annotations.NullMarked;
