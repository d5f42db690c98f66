/** The faults, by what they strike. All are struck by the suite's one thread; jitter comes from the random numbers they are given. */
@NullMarked
package dev.drover.faults.fault;

import org.jspecify.annotations.NullMarked;
