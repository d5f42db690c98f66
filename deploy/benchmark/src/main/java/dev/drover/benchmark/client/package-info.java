/** What the parts measure with: lean, because it shares the processors with what is measured. */
@NullMarked
package dev.drover.benchmark.client;

import org.jspecify.annotations.NullMarked;
