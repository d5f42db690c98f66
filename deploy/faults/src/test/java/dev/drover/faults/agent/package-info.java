/** Tests of the agent, on classes made for it and on those of the packaged services. */
@NullMarked
package dev.drover.faults.agent;

import org.jspecify.annotations.NullMarked;
