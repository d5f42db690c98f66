/** The parts of the benchmark, each on a running stack that it leaves as it found it, but for history. */
@NullMarked
package dev.drover.benchmark.part;

import org.jspecify.annotations.NullMarked;
