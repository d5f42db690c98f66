/** What must hold once it is quiet again: pure functions over what was written down, each shown by a test to find what is wrong. */
@NullMarked
package dev.drover.faults.audit;

import org.jspecify.annotations.NullMarked;
