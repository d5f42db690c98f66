/** Credentials: who a request is from, and what it may do. Any package may ask {@code tenant} for the caller instead. */
@NullMarked
package dev.drover.api.access;

import org.jspecify.annotations.NullMarked;
