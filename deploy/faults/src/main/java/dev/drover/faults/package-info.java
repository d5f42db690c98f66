/** The chaos suite: its program, what it was asked for, and the order of its faults. */
@NullMarked
package dev.drover.faults;

import org.jspecify.annotations.NullMarked;
