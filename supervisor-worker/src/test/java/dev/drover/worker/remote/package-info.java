@NullMarked
package dev.drover.worker.remote;

import org.jspecify.annotations.NullMarked;
