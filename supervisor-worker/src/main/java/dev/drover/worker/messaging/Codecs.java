package dev.drover.worker.messaging;

import dev.drover.schemas.MessageCodec;
import dev.drover.schemas.message.Command;
import dev.drover.schemas.message.Event;
import dev.drover.schemas.message.LeaseRecord;
import dev.drover.schemas.message.Reply;
import dev.drover.schemas.message.StateRecord;
import dev.drover.schemas.message.WorkerHeartbeat;

/** The codecs of the messages that a worker reads or writes. Thread-safe. */
final class Codecs {
    static final MessageCodec<Command> COMMAND = new MessageCodec<>(Command.class);
    static final MessageCodec<Event> EVENT = new MessageCodec<>(Event.class);
    static final MessageCodec<StateRecord> STATE = new MessageCodec<>(StateRecord.class);
    static final MessageCodec<LeaseRecord> LEASE = new MessageCodec<>(LeaseRecord.class);
    static final MessageCodec<Reply> REPLY = new MessageCodec<>(Reply.class);
    static final MessageCodec<WorkerHeartbeat> HEARTBEAT = new MessageCodec<>(WorkerHeartbeat.class);

    private Codecs() {}
}
