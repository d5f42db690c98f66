/** Questions to a live server and their answers, as values; and which calls were accepted, so that none runs twice. */
@NullMarked
package dev.drover.worker.query;

import org.jspecify.annotations.NullMarked;
