/** The description of the HTTP interface at {@code /openapi.json}. */
@NullMarked
package dev.drover.api.openapi;

import org.jspecify.annotations.NullMarked;
