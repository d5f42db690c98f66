/** Kafka seen from the API: creates the topics of the catalogue, and says whether the brokers answer. */
@NullMarked
package dev.drover.api.topic;

import org.jspecify.annotations.NullMarked;
