/** How much of it one app, server or address may have. */
@NullMarked
package dev.drover.api.limit;

import org.jspecify.annotations.NullMarked;
