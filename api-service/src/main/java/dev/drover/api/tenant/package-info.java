/** Apps, and who may call: turns a credential into a {@link Caller}. */
@NullMarked
package dev.drover.api.tenant;

import org.jspecify.annotations.NullMarked;
