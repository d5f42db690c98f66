package dev.drover.worker.messaging;

import dev.drover.schemas.Sharding;
import dev.drover.schemas.Topic;
import dev.drover.schemas.message.Answered;
import dev.drover.schemas.message.NotAnswered;
import dev.drover.schemas.message.Reply;
import dev.drover.worker.lifecycle.Secret;
import dev.drover.worker.query.Answer;
import dev.drover.worker.supervision.Answers;
import java.time.Clock;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends answers on {@code mcp.replies}. Thread-safe. */
public final class KafkaAnswers implements Answers {
    private static final Logger log = LoggerFactory.getLogger(KafkaAnswers.class);

    /** What fits into a record of {@code mcp.replies}, less what the broker adds to it. */
    private static final int LIMIT = Topic.LARGEST_REPLY - 1024;

    private final Producer<String, byte[]> producer;
    private final String workerId;
    private final Clock clock;

    public KafkaAnswers(Producer<String, byte[]> producer, String workerId, Clock clock) {
        this.producer = producer;
        this.workerId = workerId;
        this.clock = clock;
    }

    /** A producer that does not know the brokers blocks: not at the supervisor's expense. */
    @Override
    public void send(String commandId, long serverId, String replica, Answer answer) {
        Thread.startVirtualThread(() -> publish(commandId, serverId, replica, answer));
    }

    private void publish(String commandId, long serverId, String replica, Answer answer) {
        byte[] value = encode(commandId, serverId, replica, answer);
        if (value.length > LIMIT) {
            String message = "The reply has %d bytes; at most %d can be passed on.".formatted(value.length, LIMIT);
            value = encode(commandId, serverId, replica, Answer.Refusal.of("TOO_LARGE", message));
        }
        try {
            var _ = producer.send(
                    new ProducerRecord<>(Topic.REPLIES.topicName(), Sharding.key(serverId), value),
                    (metadata, failure) -> warn(commandId, serverId, failure));
        } catch (KafkaException e) {
            warn(commandId, serverId, e);
        }
    }

    private static void warn(String commandId, long serverId, @Nullable Exception failure) {
        if (failure != null) {
            log.warn("The reply to command {} of server {} was not sent: {}", commandId, serverId, failure.toString());
        }
    }

    private byte[] encode(String commandId, long serverId, String replica, Answer answer) {
        Object body = switch (answer) {
            case Answer.Result(String json) -> new Answered(SealedValues.close(new Secret(json)));
            case Answer.Refusal(var code, var message, var serverCode) -> new NotAnswered(code, message, serverCode);
        };
        return Codecs.REPLY.encode(new Reply(commandId, serverId, replica, workerId, clock.instant(), body));
    }
}
