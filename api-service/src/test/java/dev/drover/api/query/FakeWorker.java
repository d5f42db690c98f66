package dev.drover.api.query;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.drover.api.tail.TopicTail;
import dev.drover.schemas.MessageCodec;
import dev.drover.schemas.MessageSerializer;
import dev.drover.schemas.Sharding;
import dev.drover.schemas.Topic;
import dev.drover.schemas.message.Answered;
import dev.drover.schemas.message.CallTool;
import dev.drover.schemas.message.Command;
import dev.drover.schemas.message.GetPrompt;
import dev.drover.schemas.message.ListPrompts;
import dev.drover.schemas.message.ListResources;
import dev.drover.schemas.message.ListTools;
import dev.drover.schemas.message.NotAnswered;
import dev.drover.schemas.message.ReadLogs;
import dev.drover.schemas.message.ReadResource;
import dev.drover.schemas.message.Reply;
import dev.drover.schemas.message.ReplyTo;
import dev.drover.schemas.message.Sealed;
import dev.drover.schemas.message.Sealing;
import dev.drover.schemas.sealing.Sealer;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** Reads commands and answers them as it is told; null is no answer. */
final class FakeWorker implements AutoCloseable {
    private final List<ConsumerRecord<String, byte[]>> records = new CopyOnWriteArrayList<>();
    private final MessageCodec<Command> codec = new MessageCodec<>(Command.class);
    private final Function<Command, @Nullable SpecificRecord> behaviour;
    private final KafkaProducer<String, SpecificRecord> producer;
    private final TopicTail tail;

    FakeWorker(Map<String, Object> kafka, Function<Command, @Nullable SpecificRecord> behaviour)
            throws InterruptedException {
        this.behaviour = behaviour;
        producer = new KafkaProducer<>(kafka, new StringSerializer(), new MessageSerializer());
        tail = new TopicTail(Topic.COMMANDS.topicName(), TopicTail.From.END, kafka, this::on);
        tail.start();
        if (!tail.awaitPositioned(Duration.ofSeconds(30))) {
            throw new IllegalStateException("no commands to read");
        }
    }

    /** What a server answered; on its way it is sealed. */
    static Answered answered(String json) {
        return new Answered(new Sealed(Sealing.PLAIN, ByteBuffer.wrap(json.getBytes(UTF_8)), null));
    }

    ConsumerRecord<String, byte[]> lastRecord() {
        return records.getLast();
    }

    Command lastCommand() {
        return codec.decode(lastRecord().value());
    }

    private void on(ConsumerRecord<String, byte[]> record) {
        records.add(record);
        Command command = codec.decode(record.value());
        SpecificRecord body = behaviour.apply(command);
        if (body != null) {
            Reply reply = Reply.newBuilder()
                    .setCommandId(command.getCommandId())
                    .setServerId(command.getServerId())
                    .setReplica(replyTo(command).getReplica())
                    .setWorkerId("w-1")
                    .setRepliedAt(Instant.now())
                    .setBody(sealed(body, command))
                    .build();
            var _ = producer.send(
                    new ProducerRecord<>(Topic.REPLIES.topicName(), Sharding.key(command.getServerId()), reply));
        }
    }

    /** As a worker does it: what is the server's own is for the asking replica only. */
    private static SpecificRecord sealed(SpecificRecord body, Command command) {
        ByteBuffer keyset = requireNonNull(replyTo(command).getPublicKeyset());
        byte[] bytes = new byte[keyset.remaining()];
        keyset.duplicate().get(bytes);
        Sealer sealer = Sealer.of(bytes);
        return switch (body) {
            case Answered answered -> {
                String json = UTF_8.decode(answered.getResult().getValue().duplicate())
                        .toString();
                yield new Answered(sealer.seal(command.getServerId(), json));
            }
            case NotAnswered no
            when no.getCode().equals("SERVER_ERROR") ->
                NotAnswered.newBuilder(no)
                        .setMessage("told to nobody else")
                        .setServerMessage(sealer.seal(command.getServerId(), no.getMessage()))
                        .build();
            default -> body;
        };
    }

    private static ReplyTo replyTo(Command command) {
        return switch (command.getBody()) {
            case CallTool query -> query.getReplyTo();
            case ListTools query -> query.getReplyTo();
            case ListResources query -> query.getReplyTo();
            case ListPrompts query -> query.getReplyTo();
            case ReadResource query -> query.getReplyTo();
            case GetPrompt query -> query.getReplyTo();
            case ReadLogs query -> query.getReplyTo();
            default -> throw new IllegalArgumentException("no query: " + command.getBody());
        };
    }

    @Override
    public void close() {
        tail.stop();
        producer.close(Duration.ofSeconds(1));
    }
}
