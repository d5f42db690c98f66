/**
 * What there is to be judged: what the managed servers wrote down of their own lives, outside all of Drover's bookkeeping;
 * the event log; the projection's rows; and the processes that there are.
 */
@NullMarked
package dev.drover.faults.evidence;

import org.jspecify.annotations.NullMarked;
