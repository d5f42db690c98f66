@NullMarked
package dev.drover.worker.warden;

import org.jspecify.annotations.NullMarked;
