/** A real Kafka and a real PostgreSQL for the tests of every module: containers where Docker answers, else embedded. */
@NullMarked
package dev.drover.local.testing;

import org.jspecify.annotations.NullMarked;
