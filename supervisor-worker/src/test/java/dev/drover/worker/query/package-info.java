@NullMarked
package dev.drover.worker.query;

import org.jspecify.annotations.NullMarked;
