/** PostgreSQL outside the pool: connections of one's own, and what replicas tell each other by it. */
@NullMarked
package dev.drover.api.database;

import org.jspecify.annotations.NullMarked;
