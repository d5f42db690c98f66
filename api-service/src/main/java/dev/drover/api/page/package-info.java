/** Lists in pages: limit, cursor and the envelope. */
@NullMarked
package dev.drover.api.page;

import org.jspecify.annotations.NullMarked;
