package dev.drover.worker.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class DeadLettersTest {

    private final MockProducer<String, byte[]> producer =
            new MockProducer<>(false, null, new StringSerializer(), new ByteArraySerializer());
    private final DeadLetters letters = new DeadLetters(producer);

    @Test
    void areAllOnTheirWayBeforeAnyIsWaitedFor() {
        letters.add(record(0), new UnsupportedOperationException("junk"));
        letters.add(record(1), new UnsupportedOperationException("junk"));

        assertThat(producer.history()).hasSize(2);
        producer.completeNext();
        producer.completeNext();
        assertThatCode(letters::await).doesNotThrowAnyException();
    }

    @Test
    void tellOfOneThatWasNotTaken() {
        letters.add(record(0), new UnsupportedOperationException("junk"));
        letters.add(record(1), new UnsupportedOperationException("junk"));
        producer.completeNext();
        producer.errorNext(new NotEnoughReplicasException("two of three are away"));

        assertThatThrownBy(letters::await).isInstanceOf(KafkaException.class);
        assertThatCode(letters::await).as("of what is read again").doesNotThrowAnyException();
    }

    private static ConsumerRecord<byte[], byte[]> record(long offset) {
        byte[] key = "7".getBytes(StandardCharsets.UTF_8);
        return new ConsumerRecord<>("mcp.commands", 3, offset, key, new byte[] {1, 2});
    }
}
