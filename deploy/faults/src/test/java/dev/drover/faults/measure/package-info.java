/** Tests of what figures are made of. */
@NullMarked
package dev.drover.faults.measure;

import org.jspecify.annotations.NullMarked;
