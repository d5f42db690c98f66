/**
 * Sealed values (Google Tink, HPKE): what the API seals with a public keyset only the holder of the private one opens. Here
 * is all that knows of Tink. Immutable and thread-safe but for the tool.
 */
@NullMarked
package dev.drover.schemas.sealing;

import org.jspecify.annotations.NullMarked;
