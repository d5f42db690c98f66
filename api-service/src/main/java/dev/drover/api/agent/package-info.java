/** The platform's agents: which servers each may use, and what those offer as one list. Any request's thread. */
@NullMarked
package dev.drover.api.agent;

import org.jspecify.annotations.NullMarked;
