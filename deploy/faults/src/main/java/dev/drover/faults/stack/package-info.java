/** What is struck: three brokers and the workers, each a JVM in a network namespace of its own; the API and PostgreSQL outside. */
@NullMarked
package dev.drover.faults.stack;

import org.jspecify.annotations.NullMarked;
