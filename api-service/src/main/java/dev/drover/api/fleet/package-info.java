/** Which workers live and what they own, by their heartbeats. Each API replica keeps it in memory. */
@NullMarked
package dev.drover.api.fleet;

import org.jspecify.annotations.NullMarked;
