/** What the API did or refused, for auditors. */
@NullMarked
package dev.drover.api.audit;

import org.jspecify.annotations.NullMarked;
