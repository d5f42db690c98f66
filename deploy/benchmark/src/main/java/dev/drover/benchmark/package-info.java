/** The program behind {@code deploy/bench}: starts a local stack, runs the parts one after the other, prints and writes. */
@NullMarked
package dev.drover.benchmark;

import org.jspecify.annotations.NullMarked;
