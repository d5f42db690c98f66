/** Servers under management and what is asked of them meanwhile, with a record of every command that was accepted. */
@NullMarked
package dev.drover.faults.load;

import org.jspecify.annotations.NullMarked;
