package dev.drover.api.query;

import dev.drover.schemas.MessageCodec;
import dev.drover.schemas.message.Reply;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The questions of this replica that wait for an answer, by command id. Any thread. */
final class Replies {
    private final ConcurrentMap<String, CompletableFuture<Reply>> awaited = new ConcurrentHashMap<>();
    private final MessageCodec<Reply> codec = new MessageCodec<>(Reply.class);
    private final String replica;

    Replies(String replica) {
        this.replica = replica;
    }

    /** Forgotten again as soon as it is done, in whatever way. */
    CompletableFuture<Reply> await(String commandId) {
        CompletableFuture<Reply> reply = new CompletableFuture<>();
        awaited.put(commandId, reply);
        return reply.whenComplete((_, _) -> awaited.remove(commandId));
    }

    /** A record of {@code mcp.replies}. A repeated or late answer, and one for another replica, is nobody's. */
    void on(ConsumerRecord<String, byte[]> record) {
        if (record.value() == null) {
            return;
        }
        Reply reply = codec.decode(record.value());
        if (reply.getReplica().equals(replica)) {
            CompletableFuture<Reply> waiting = awaited.get(reply.getCommandId());
            if (waiting != null) {
                waiting.complete(reply);
            }
        }
    }

    int waiting() {
        return awaited.size();
    }
}
