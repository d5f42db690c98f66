/** Services with a thread of their own. */
@NullMarked
package dev.drover.api.thread;

import org.jspecify.annotations.NullMarked;
