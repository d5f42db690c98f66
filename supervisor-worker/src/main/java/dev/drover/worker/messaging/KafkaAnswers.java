package dev.drover.worker.messaging;

import dev.drover.schemas.Sharding;
import dev.drover.schemas.Topic;
import dev.drover.schemas.message.Answered;
import dev.drover.schemas.message.NotAnswered;
import dev.drover.schemas.message.Reply;
import dev.drover.schemas.message.Sealed;
import dev.drover.schemas.sealing.Sealer;
import dev.drover.worker.lifecycle.Secret;
import dev.drover.worker.query.Answer;
import dev.drover.worker.query.Asked;
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

    /** Who waits for an answer, and how it is sealed. */
    private record Address(
            String commandId,
            long serverId,
            String replica,
            @Nullable Sealer sealer) {
        Sealed sealed(String text) {
            return sealer == null ? SealedValues.close(new Secret(text)) : sealer.sealPassing(serverId, text);
        }
    }

    private final Producer<String, byte[]> producer;
    private final String workerId;
    private final Clock clock;

    public KafkaAnswers(Producer<String, byte[]> producer, String workerId, Clock clock) {
        this.producer = producer;
        this.workerId = workerId;
        this.clock = clock;
    }

    @Override
    public void send(String commandId, long serverId, String replica, Answer answer) {
        start(new Address(commandId, serverId, replica, null), answer);
    }

    @Override
    public void send(Asked asked, Answer answer) {
        start(new Address(asked.commandId(), asked.serverId(), asked.replica(), asked.sealer()), answer);
    }

    /** Sealing takes its time, and a producer that does not know the brokers blocks: not at the supervisor's expense. */
    private void start(Address address, Answer answer) {
        Thread.startVirtualThread(() -> publish(address, answer));
    }

    private void publish(Address address, Answer answer) {
        byte[] value = encode(address, answer);
        if (value.length > LIMIT) {
            String message = "The reply has %d bytes; at most %d can be passed on.".formatted(value.length, LIMIT);
            value = encode(address, Answer.Refusal.of("TOO_LARGE", message));
        }
        try {
            var _ = producer.send(
                    new ProducerRecord<>(Topic.REPLIES.topicName(), Sharding.key(address.serverId()), value),
                    (metadata, failure) -> warn(address, failure));
        } catch (KafkaException e) {
            warn(address, e);
        }
    }

    private static void warn(Address address, @Nullable Exception failure) {
        if (failure != null) {
            log.warn(
                    "The reply to command {} of server {} was not sent: {}",
                    address.commandId(),
                    address.serverId(),
                    failure.toString());
        }
    }

    private byte[] encode(Address address, Answer answer) {
        Object body = switch (answer) {
            case Answer.Result(String json) -> new Answered(address.sealed(json));
            case Answer.Refusal refusal -> notAnswered(address, refusal);
        };
        return Codecs.REPLY.encode(
                new Reply(address.commandId(), address.serverId(), address.replica(), workerId, clock.instant(), body));
    }

    private static NotAnswered notAnswered(Address address, Answer.Refusal refusal) {
        if (address.sealer() == null || refusal.told().equals(refusal.message())) {
            return new NotAnswered(refusal.code(), refusal.message(), refusal.serverCode(), null);
        }
        return new NotAnswered(refusal.code(), refusal.told(), refusal.serverCode(), address.sealed(refusal.message()));
    }
}
