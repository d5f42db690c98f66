/** Servers that run somewhere else, reached over HTTP. */
@NullMarked
package dev.drover.worker.remote;

import org.jspecify.annotations.NullMarked;
