@NullMarked
package dev.drover.worker.mcp;

import org.jspecify.annotations.NullMarked;
