@NullMarked
package dev.drover.worker.supervision;

import org.jspecify.annotations.NullMarked;
