/**
 * The projection made anew from the log, in shadow tables beside the live ones, and swapped in. One replica does it at a
 * time, on a thread of its own; another goes on with it when that one is gone.
 */
@NullMarked
package dev.drover.api.rebuild;

import org.jspecify.annotations.NullMarked;
