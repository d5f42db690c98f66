/** The API service: its start, its settings, and the page that wires its parts. */
@NullMarked
package dev.drover.api;

import org.jspecify.annotations.NullMarked;
