/** Where a remote server may be: the same rule at its definition and when it is connected to. Immutable. */
@NullMarked
package dev.drover.schemas.address;

import org.jspecify.annotations.NullMarked;
