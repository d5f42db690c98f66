package dev.drover.api.projection;

import dev.drover.schemas.MessageCodec;
import dev.drover.schemas.UnreadableMessage;
import dev.drover.schemas.message.Event;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Applies batches of {@code mcp.events} to the tables, each in one transaction that also moves the shards' checkpoints.
 * A record before its shard's checkpoint is passed over; one that is no event, or that PostgreSQL cannot keep, goes to
 * the dead letters. Any other failure leaves everything as it was: the batch is to be applied again.
 */
public final class Projector {
    private static final Logger log = LoggerFactory.getLogger(Projector.class);

    private final TransactionTemplate transactions;
    private final ProjectionTables tables;
    private final BiConsumer<ConsumerRecord<byte[], byte[]>, Exception> unprojectable;
    private final Consumer<FoldedBatch> writing;
    private final MessageCodec<Event> codec = new MessageCodec<>(Event.class);

    public Projector(TransactionTemplate transactions, JdbcTemplate jdbc, DeadLetters deadLetters) {
        this(transactions, jdbc, deadLetters::accept, new BatchWriter(jdbc)::write);
    }

    private Projector(
            TransactionTemplate transactions,
            JdbcTemplate jdbc,
            BiConsumer<ConsumerRecord<byte[], byte[]>, Exception> unprojectable,
            Consumer<FoldedBatch> writing) {
        this.transactions = transactions;
        this.tables = new ProjectionTables(jdbc);
        this.unprojectable = unprojectable;
        this.writing = writing;
    }

    /**
     * One that writes the tables and nothing else: nobody is told, no server's definition goes, and what cannot be
     * projected is passed over, since the live one has put it into the dead letters.
     */
    public static Projector ofShadows(TransactionTemplate transactions, JdbcTemplate jdbc) {
        return new Projector(transactions, jdbc, (_, _) -> {}, new BatchWriter(jdbc)::writeTables);
    }

    /**
     * @param topicId of the topic that the records are from
     * @return by shard, the offset of the next record to apply; may be far ahead of the batch
     */
    public Map<Integer, Long> apply(List<ConsumerRecord<byte[], byte[]>> records, String topicId) {
        try {
            return inOneTransaction(records, topicId);
        } catch (DataIntegrityViolationException e) {
            return oneByOne(records, topicId);
        }
    }

    /** Finds the record that PostgreSQL cannot keep, so that it does not hold up its shard for ever. */
    private Map<Integer, Long> oneByOne(List<ConsumerRecord<byte[], byte[]>> records, String topicId) {
        Map<Integer, Long> next = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            try {
                next.putAll(inOneTransaction(List.of(record), topicId));
            } catch (DataIntegrityViolationException e) {
                unprojectable.accept(record, e);
                next.putAll(Objects.requireNonNull(
                        transactions.execute(_ -> new Batch(List.of(record), topicId).passOver())));
            }
        }
        return next;
    }

    private Map<Integer, Long> inOneTransaction(List<ConsumerRecord<byte[], byte[]>> records, String topicId) {
        return Objects.requireNonNull(transactions.execute(_ -> new Batch(records, topicId).apply()));
    }

    /** One transaction's work. */
    private final class Batch {
        private final List<ConsumerRecord<byte[], byte[]>> fresh = new ArrayList<>();
        private final Map<Integer, Checkpoint> checkpoints;

        Batch(List<ConsumerRecord<byte[], byte[]>> records, String topicId) {
            Set<Integer> shards =
                    records.stream().map(ConsumerRecord::partition).collect(Collectors.toSet());
            checkpoints = tables.lock(shards, topicId);
            checkpoints.replaceAll((_, checkpoint) -> checkedAgainst(topicId, checkpoint));
            for (ConsumerRecord<byte[], byte[]> record : records) {
                if (record.offset() >= checkpoint(record).nextOffset()) {
                    fresh.add(record);
                }
            }
        }

        Map<Integer, Long> apply() {
            Map<ConsumerRecord<byte[], byte[]>, UnreadableMessage> unreadable = new LinkedHashMap<>();
            List<Event> events = decode(unreadable);
            Set<Long> servers = events.stream()
                    .map(Event::getServerId)
                    .filter(Objects::nonNull)
                    .collect(Collectors.toSet());
            Map<Long, ServerView> known = tables.views(servers);
            Set<Long> unseen = new HashSet<>(servers);
            unseen.removeAll(known.keySet());
            FoldedBatch folded = new FoldedBatch(known, tables.removed(unseen));
            events.forEach(folded::add);
            writing.accept(folded);
            unreadable.forEach(unprojectable);
            return passOver();
        }

        Map<Integer, Long> passOver() {
            for (ConsumerRecord<byte[], byte[]> record : fresh) {
                String topicId = checkpoint(record).topicId();
                checkpoints.put(record.partition(), new Checkpoint(record.partition(), record.offset() + 1, topicId));
            }
            if (!fresh.isEmpty()) {
                tables.move(checkpoints.values());
            }
            return checkpoints.values().stream().collect(Collectors.toMap(Checkpoint::shard, Checkpoint::nextOffset));
        }

        private List<Event> decode(Map<ConsumerRecord<byte[], byte[]>, UnreadableMessage> unreadable) {
            List<Event> events = new ArrayList<>(fresh.size());
            for (ConsumerRecord<byte[], byte[]> record : fresh) {
                try {
                    events.add(codec.decode(record.value() == null ? new byte[0] : record.value()));
                } catch (UnreadableMessage e) {
                    unreadable.put(record, e);
                }
            }
            return events;
        }

        private Checkpoint checkpoint(ConsumerRecord<byte[], byte[]> record) {
            return Objects.requireNonNull(checkpoints.get(record.partition()));
        }
    }

    private Checkpoint checkedAgainst(String topicId, Checkpoint checkpoint) {
        if (checkpoint.topicId().equals(topicId)) {
            return checkpoint;
        }
        log.warn(
                "Topic mcp.events is not the one that shard {} was projected from (its id was {}, now {}): starting from"
                        + " its beginning. History of the old one stays; statuses follow the new one.",
                checkpoint.shard(),
                checkpoint.topicId(),
                topicId);
        tables.outdate(checkpoint.shard());
        return new Checkpoint(checkpoint.shard(), 0, topicId);
    }
}
