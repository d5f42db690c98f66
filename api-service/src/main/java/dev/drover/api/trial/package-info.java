/**
 * Trials: a definition run once as a server that nobody sees, in no list and under no name; defined, started, asked for
 * its lists and removed by commands like any other. What is left over is swept.
 */
@NullMarked
package dev.drover.api.trial;

import org.jspecify.annotations.NullMarked;
