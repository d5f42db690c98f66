/** Reading a whole Kafka topic in every replica, without a group. Knows nothing of what the records mean. */
@NullMarked
package dev.drover.api.tail;

import org.jspecify.annotations.NullMarked;
