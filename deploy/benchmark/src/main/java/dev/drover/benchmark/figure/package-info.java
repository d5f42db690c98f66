/** What was measured, beside what it is compared with and what it should be. Values only. */
@NullMarked
package dev.drover.benchmark.figure;

import org.jspecify.annotations.NullMarked;
