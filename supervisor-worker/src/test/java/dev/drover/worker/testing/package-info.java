/** What the tests of the whole worker are made of: a real worker in this JVM, and the platform around it. */
@NullMarked
package dev.drover.worker.testing;

import org.jspecify.annotations.NullMarked;
