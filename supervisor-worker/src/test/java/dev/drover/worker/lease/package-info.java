@NullMarked
package dev.drover.worker.lease;

import org.jspecify.annotations.NullMarked;
