/**
 * Makes happen what the lifecycle decides: one supervisor thread drains a mailbox; effects go out through the ports of
 * this package, whose adapters live in {@code process}, {@code mcp} and {@code messaging}. Other threads only submit.
 */
@NullMarked
package dev.drover.worker.supervision;

import org.jspecify.annotations.NullMarked;
