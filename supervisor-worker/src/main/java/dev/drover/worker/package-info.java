/** The supervisor worker's program: its settings, its object graph, and how it starts and stops. */
@NullMarked
package dev.drover.worker;

import org.jspecify.annotations.NullMarked;
