/** Definitions as desktop clients keep them in their files, taken over in one request. */
@NullMarked
package dev.drover.api.imports;

import org.jspecify.annotations.NullMarked;
