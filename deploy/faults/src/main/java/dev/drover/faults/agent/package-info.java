/**
 * A Java agent that gives the packaged services fail points, and rules broken on purpose. It is loaded into their JVMs and knows
 * their classes by name only; a name that is not there any more ends the JVM, and fails a test before that.
 */
@NullMarked
package dev.drover.faults.agent;

import org.jspecify.annotations.NullMarked;
