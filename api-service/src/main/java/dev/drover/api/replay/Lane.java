package dev.drover.api.replay;

import dev.drover.schemas.MessageCodec;
import dev.drover.schemas.UnreadableMessage;
import dev.drover.schemas.message.ApiEvent;
import dev.drover.schemas.message.Event;
import java.util.ArrayDeque;
import java.util.Queue;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** What was fetched of one source and is not handed on yet; its head is decoded. */
final class Lane {
    /** From this many bytes on nothing more is fetched for a lane. */
    private static final int FULL = 256 * 1024;

    private static final MessageCodec<Event> EVENTS = new MessageCodec<>(Event.class);
    private static final MessageCodec<ApiEvent> API_EVENTS = new MessageCodec<>(ApiEvent.class);

    private final LogSource source;
    private final TopicPartition partition;
    private final long end;
    private final long toMillis;
    private final Queue<ConsumerRecord<byte[], byte[]>> waiting = new ArrayDeque<>();
    private @Nullable LogEntry head;
    private long waitingBytes;
    private long position;
    private long latest;
    private long highestClaim = -1;
    private boolean isPast;

    /**
     * @param position where reading begins
     * @param end the first offset that is not read any more
     * @param toMillis the first moment that does not count
     */
    Lane(LogSource source, long position, long end, long toMillis) {
        this.source = source;
        this.partition = source.asPartition();
        this.position = position;
        this.end = end;
        this.toMillis = toMillis;
    }

    TopicPartition partition() {
        return partition;
    }

    void add(ConsumerRecord<byte[], byte[]> record) {
        if (record.offset() < end && !isPast) {
            waiting.add(record);
            waitingBytes += size(record);
        }
    }

    /**
     * Everything before this offset was handed over; there may be gaps, where transactions end.
     *
     * @return whether that is news
     */
    boolean readTo(long next) {
        boolean moved = next > position;
        position = next;
        return moved;
    }

    long waitingBytes() {
        return waitingBytes;
    }

    boolean isFull() {
        return waitingBytes >= FULL;
    }

    /** Nothing more comes from the brokers. */
    boolean isRead() {
        return isPast || position >= end;
    }

    /** The oldest; null: not there yet, or there is none. */
    @Nullable
    LogEntry head() {
        if (head == null && !waiting.isEmpty()) {
            ConsumerRecord<byte[], byte[]> record = waiting.remove();
            waitingBytes -= size(record);
            LogEntry next = entry(record);
            if (next.place().millis() >= toMillis) {
                isPast = true;
                waiting.clear();
                waitingBytes = 0;
            } else {
                head = next;
            }
        }
        return head;
    }

    void removeHead() {
        head = null;
    }

    private static int size(ConsumerRecord<byte[], byte[]> record) {
        return Math.max(0, record.serializedValueSize()) + 64;
    }

    private LogEntry entry(ConsumerRecord<byte[], byte[]> record) {
        Object content = content(record);
        boolean isStale = false;
        switch (content) {
            case Event event -> {
                latest = Math.max(latest, event.getOccurredAt().toEpochMilli());
                isStale = event.getClaim() < highestClaim || event.getShard() != source.partition();
                highestClaim = Math.max(highestClaim, event.getClaim());
            }
            case ApiEvent event ->
                latest = Math.max(latest, event.getOccurredAt().toEpochMilli());
            default -> latest = Math.max(latest, record.timestamp());
        }
        return new LogEntry(new Place(latest, source, record.offset()), record, content, isStale);
    }

    private Object content(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            return new LogEntry.Unreadable("It has no value.");
        }
        try {
            return source.isShard() ? EVENTS.decode(record.value()) : API_EVENTS.decode(record.value());
        } catch (UnreadableMessage e) {
            return new LogEntry.Unreadable(String.valueOf(e.getMessage()));
        }
    }
}
