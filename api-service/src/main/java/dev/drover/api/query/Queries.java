package dev.drover.api.query;

import dev.drover.api.limit.Quotas;
import dev.drover.api.problem.Problem;
import dev.drover.api.tail.TopicTail;
import dev.drover.api.tenant.Caller;
import dev.drover.schemas.MessageSerializer;
import dev.drover.schemas.Sharding;
import dev.drover.schemas.Topic;
import dev.drover.schemas.UserContext;
import dev.drover.schemas.message.Answered;
import dev.drover.schemas.message.Command;
import dev.drover.schemas.message.NotAnswered;
import dev.drover.schemas.message.Reply;
import dev.drover.schemas.message.ReplyTo;
import dev.drover.schemas.message.Sealed;
import dev.drover.schemas.sealing.Opener;
import dev.drover.schemas.sealing.Sealer;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import tools.jackson.databind.JsonNode;

/**
 * Asks live servers and waits for their answers. Queries do not go through the outbox: without Kafka they fail within a
 * few seconds. Any thread; the caller's blocks until there is an answer.
 */
public final class Queries implements SmartLifecycle {
    /** The owner gives up at the deadline and says so; its answer needs a moment to get here. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    private static final Duration PATIENCE_WITH_KAFKA = Duration.ofSeconds(3);

    private final Opener opener = Opener.generate();
    private final ReplyTo replyTo = new ReplyTo(UUID.randomUUID().toString(), ByteBuffer.wrap(opener.publicKeyset()));
    private final Replies replies = new Replies(replyTo.getReplica());
    private final SealedJson values;
    private final InstantSource clock;
    private final Quotas quotas;
    private final KafkaProducer<String, SpecificRecord> producer;
    private final TopicTail tail;

    /**
     * @param consumer and {@code producer}: where the brokers are, and how to log in
     * @param workers seals for them; answers are sealed for this object alone
     */
    public Queries(
            Map<String, Object> consumer,
            Map<String, Object> producer,
            Sealer workers,
            InstantSource clock,
            Quotas quotas) {
        this.values = new SealedJson(workers, opener);
        this.clock = clock;
        this.quotas = quotas;
        this.producer = new KafkaProducer<>(settings(producer), new StringSerializer(), new MessageSerializer());
        tail = new TopicTail(Topic.REPLIES.topicName(), TopicTail.From.END, consumer, replies::on);
    }

    private static Map<String, Object> settings(Map<String, Object> kafka) {
        Map<String, Object> settings = new HashMap<>(kafka);
        int patience = (int) PATIENCE_WITH_KAFKA.toMillis();
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, patience);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, patience);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, patience);
        return settings;
    }

    /** For the server's worker only. */
    Sealed seal(QueriedServer server, JsonNode json) {
        return values.seal(server.serverId(), json);
    }

    /**
     * @param query the body of the command, which is to be answered to what it is given
     * @return the JSON result
     * @throws Problem if the app's quota of commands is used up, or there is no answer, or none that is a result
     */
    JsonNode ask(QueriedServer server, Caller caller, Function<ReplyTo, SpecificRecord> query) {
        quotas.admitCommand(caller, server.appId());
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        String commandId = UUID.randomUUID().toString();
        Command command = Command.newBuilder()
                .setCommandId(commandId)
                .setServerId(server.serverId())
                .setAppId(server.appId())
                .setIssuedAt(now)
                .setIssuedBy(caller.name())
                .setDeadline(now.plus(server.requestTimeout()))
                .setBody(query.apply(replyTo))
                .setUserToken(userToken(server, caller))
                .build();
        CompletableFuture<Reply> reply = replies.await(commandId);
        try {
            publish(command, reply);
            return result(reply.get(server.requestTimeout().plus(GRACE).toMillis(), TimeUnit.MILLISECONDS), server);
        } catch (TimeoutException e) {
            throw QueryProblems.noAnswer(server);
        } catch (ExecutionException e) {
            throw QueryProblems.notPublished(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw QueryProblems.noAnswer(server);
        } finally {
            reply.cancel(false);
        }
    }

    /** A server that does not ask for users' tokens never gets one, not even in a command. */
    private @Nullable Sealed userToken(QueriedServer server, Caller caller) {
        Optional<String> token = caller.user().token();
        if (token.isPresent() && !UserContext.isToken(token.get())) {
            throw QueryProblems.noToken();
        }
        return server.forwardsUserToken()
                ? token.map(text -> values.sealer().sealPassing(server.serverId(), text))
                        .orElse(null)
                : null;
    }

    private void publish(Command command, CompletableFuture<Reply> reply) throws InterruptedException {
        if (!tail.awaitPositioned(PATIENCE_WITH_KAFKA)) {
            throw QueryProblems.notPublished(null);
        }
        ProducerRecord<String, SpecificRecord> record = new ProducerRecord<>(
                Topic.COMMANDS.topicName(),
                Sharding.shardOf(command.getServerId()),
                Sharding.key(command.getServerId()),
                command);
        try {
            Future<?> _ = producer.send(record, (_, failure) -> {
                if (failure != null) {
                    reply.completeExceptionally(failure);
                }
            });
        } catch (KafkaException e) {
            throw QueryProblems.notPublished(e);
        }
    }

    private JsonNode result(Reply reply, QueriedServer server) {
        return switch (reply.getBody()) {
            case Answered answered -> values.open(server.serverId(), answered.getResult());
            case NotAnswered no -> throw QueryProblems.notAnswered(opened(no, server), server);
            default -> throw new IllegalStateException("a reply of an unknown kind: " + reply.getBody());
        };
    }

    /** With the message that the MCP server gave, where it gave one. */
    private NotAnswered opened(NotAnswered no, QueriedServer server) {
        return no.getServerMessage() == null
                ? no
                : NotAnswered.newBuilder(no)
                        .setMessage(opener.open(server.serverId(), no.getServerMessage()))
                        .build();
    }

    @Override
    public void start() {
        tail.start();
    }

    @Override
    public void stop() {
        tail.stop();
        producer.close(Duration.ofSeconds(1));
    }

    @Override
    public boolean isRunning() {
        return tail.isRunning();
    }
}
