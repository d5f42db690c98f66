/** Errors as the client sees them: RFC 9457 problem details with a stable code. Any package may throw a {@link Problem}. */
@NullMarked
package dev.drover.api.problem;

import org.jspecify.annotations.NullMarked;
