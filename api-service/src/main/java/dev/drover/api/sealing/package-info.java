/** Seals secrets before they are stored or published, so that only workers can read them. Any thread. */
@NullMarked
package dev.drover.api.sealing;

import org.jspecify.annotations.NullMarked;
