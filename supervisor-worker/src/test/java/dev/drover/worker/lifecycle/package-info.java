@NullMarked
package dev.drover.worker.lifecycle;

import org.jspecify.annotations.NullMarked;
