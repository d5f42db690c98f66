/** Records on their way to Kafka: appended in a transaction of PostgreSQL, published by one relay among all API replicas. */
@NullMarked
package dev.drover.api.outbox;

import org.jspecify.annotations.NullMarked;
