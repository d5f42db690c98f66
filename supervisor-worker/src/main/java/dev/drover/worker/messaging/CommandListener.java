package dev.drover.worker.messaging;

import dev.drover.schemas.Topic;
import dev.drover.schemas.UnreadableMessage;
import dev.drover.worker.supervision.Mailbox;
import dev.drover.worker.supervision.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the commands of the shards that the group assigns to this worker, and hands them to the supervisor. A newly assigned
 * shard is paused until its owner says where to go on. One thread runs it; {@link #resume} is for any.
 */
public final class CommandListener implements Runnable, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(CommandListener.class);

    /** How long a hand-over may take: well within the time in which the group expects the next poll. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** How long it may take until others have taken over, a few shards at a time; then the rest is given up at once. */
    private static final Duration LEAVE_PATIENCE = Duration.ofSeconds(8);

    /** In which the group has heard that this worker leaves, or it cannot hear. */
    private static final Duration HEARING_PATIENCE = Duration.ofSeconds(3);

    /** Of the end, in which the group is told. */
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(3);

    /** How long a proof may keep the listener from polling. */
    private static final Duration PROOF_PATIENCE = Duration.ofSeconds(3);

    /** After a failure that may go on for long, such as a missing permission. */
    private static final Duration RETRY = Duration.ofMillis(500);

    private static final Duration LONGEST_POLL = Duration.ofSeconds(1);

    /** While something is held back or not certain, or the end is near: nothing else tells when to go on. */
    private static final Duration SHORTEST_POLL = Duration.ofMillis(20);

    /** Told, by the listener's thread, which shards the group gives to and takes from this worker. */
    public interface Assignments {
        void assigned(List<Integer> shards);

        /** Completes when nothing of these shards runs here any more. */
        CompletableFuture<Void> revoked(List<Integer> shards);

        /** They may be another worker's already. */
        void lost(List<Integer> shards);

        /** The shards of which something runs here. */
        Collection<Integer> busy();

        /** Whether {@code mcp.commands} is the topic that this process began with. Waits for the brokers. */
        boolean areTheSameCommands() throws InterruptedException;
    }

    /** Told, by the listener's thread, why this process must end. */
    @FunctionalInterface
    public interface Expulsion {
        void because(String reason);
    }

    private final Membership membership;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final CommandReader reader;
    private final DeadLetters deadLetters;
    private final Mailbox mailbox;
    private final Assignments assignments;
    private final Expulsion expulsion;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final Proofs proofs = new Proofs();
    private final Flow flow;

    /** Since when it wants to leave. */
    private volatile @Nullable Long leavingSince;

    private volatile boolean closed;

    /** What it had is handed over or lost. */
    private boolean isOver;

    /**
     * @param producer of dead letters
     */
    public CommandListener(
            KafkaSettings kafka,
            String workerId,
            CommandReader reader,
            Producer<String, byte[]> producer,
            Mailbox mailbox,
            Assignments assignments,
            Expulsion expulsion) {
        this.membership = new Membership(workerId, kafka.hasHomes(), assignments::busy);
        this.consumer = kafka.commandConsumer(workerId, membership);
        this.flow = new Flow(consumer);
        this.reader = reader;
        this.deadLetters = new DeadLetters(producer);
        this.mailbox = mailbox;
        this.assignments = assignments;
        this.expulsion = expulsion;
    }

    /** The shard's owner is ready for the commands from this offset on, as those of this claim. */
    public void resume(int shard, long claim, long nextOffset) {
        tasks.add(() -> flow.resume(partition(shard), claim, nextOffset));
        consumer.wakeup();
    }

    /**
     * Completes with whether the group still gives the shard to this worker: then it takes a position under its present
     * generation.
     */
    public CompletableFuture<Boolean> prove(int shard) {
        CompletableFuture<Boolean> proof = proofs.ask(partition(shard));
        consumer.wakeup();
        return proof;
    }

    /** Woken, it goes on: others want to be proven, too. In the midst of a rebalance nothing is certain before its end. */
    private void prove() {
        boolean isCertain = true;
        while (isCertain && !proofs.isEmpty() && !closed) {
            try {
                proofs.answer(consumer.assignment(), this::commit);
            } catch (WakeupException e) {
                log.debug("Woken while it proved shards");
            } catch (RebalanceInProgressException e) {
                isCertain = false;
            }
        }
    }

    /** Any position will do, since nobody reads it; its own the consumer may not know before it has asked new leaders. */
    private boolean commit(Set<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>();
        partitions.forEach(partition -> positions.put(partition, new OffsetAndMetadata(0)));
        try {
            consumer.commitSync(positions, PROOF_PATIENCE);
            return true;
        } catch (WakeupException | RebalanceInProgressException e) {
            throw e;
        } catch (KafkaException e) {
            log.info("The assignment of {} is not certain yet: {}", partitions, e.toString());
            return false;
        }
    }

    @Override
    public void run() {
        consumer.subscribe(List.of(Topic.COMMANDS.topicName()), new Rebalance());
        while (!closed) {
            try {
                for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                    task.run();
                }
                settle();
                prove();
                flow.adjust();
                boolean isUrgent = flow.isHeldBack() || !proofs.isEmpty() || leavingSince != null;
                handle(consumer.poll(isUrgent ? SHORTEST_POLL : LONGEST_POLL));
            } catch (WakeupException e) {
                // a task is there, or closed is set
            } catch (FencedInstanceIdException e) {
                giveUp("another process with the same DROVER_WORKER_ID has taken its place in the group");
            } catch (OffsetOutOfRangeException e) {
                goOnFromTheBeginning(e);
            } catch (KafkaException e) {
                log.warn("Reading commands stumbled and goes on: {}", e.toString());
                LockSupport.parkNanos(RETRY.toNanos());
            } catch (RuntimeException e) {
                log.error("Commands cannot be read", e);
                giveUp("it cannot read commands: " + e);
            }
        }
        if (!isOver) {
            // Before it leaves, and not within it: in the midst of a rebalance its shards would count as lost.
            handOver(consumer.assignment());
            isOver = true;
        }
        // A member that is known by its worker's id would stay one; a drained worker does not come back for its shards.
        consumer.close(CloseOptions.timeout(CLOSE_PATIENCE)
                .withGroupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP));
    }

    private void handOver(Collection<TopicPartition> partitions) {
        try {
            assignments.revoked(shards(partitions)).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            log.error("Shards {} could not be handed over in good order: {}", shards(partitions), e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The process must end: with a listener that has, it would keep its shards and do nothing. */
    private void giveUp(String reason) {
        closed = true;
        isOver = true;
        assignments.lost(shards(consumer.assignment()));
        expulsion.because(reason);
    }

    private void goOnFromTheBeginning(OffsetOutOfRangeException e) {
        try {
            if (!assignments.areTheSameCommands()) {
                giveUp("mcp.commands was made anew since it started");
                return;
            }
        } catch (KafkaException unknown) {
            log.warn("It is not known yet whether mcp.commands was made anew: {}", unknown.toString());
            LockSupport.parkNanos(RETRY.toNanos());
            return;
        } catch (InterruptedException interrupted) {
            closed = true;
            return;
        }
        log.error(
                "Commands of {} are gone before they were handled: their retention is over. Going on with the oldest.",
                e.offsetOutOfRangePartitions());
        consumer.seekToBeginning(e.offsetOutOfRangePartitions().keySet());
    }

    private void handle(ConsumerRecords<byte[], byte[]> records) {
        Map<Integer, List<Message.Delivery>> deliveries = new TreeMap<>();
        try {
            for (TopicPartition partition : records.partitions()) {
                deliveries.put(partition.partition(), read(records.records(partition)));
            }
            deadLetters.await();
        } catch (KafkaException e) {
            readAgain(records);
            throw e;
        }
        deliveries.forEach(this::submit);
    }

    /** Nothing is skipped because brokers did not take a dead letter. */
    private void readAgain(ConsumerRecords<byte[], byte[]> records) {
        for (TopicPartition partition : records.partitions()) {
            consumer.seek(partition, records.records(partition).getFirst().offset());
        }
    }

    private void submit(int shard, List<Message.Delivery> deliveries) {
        CompletableFuture<Void> handled = new CompletableFuture<>();
        flow.taken(shard, deliveries.size(), handled);
        mailbox.submit(new Message.Commands(shard, flow.claim(shard), deliveries, handled));
    }

    private List<Message.Delivery> read(List<ConsumerRecord<byte[], byte[]>> records) {
        List<Message.Delivery> deliveries = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            deliveries.add(read(record));
        }
        return deliveries;
    }

    private Message.Delivery read(ConsumerRecord<byte[], byte[]> record) {
        try {
            byte[] value = record.value() == null ? new byte[0] : record.value();
            return new Message.Delivery(record.offset(), reader.read(record.partition(), value));
        } catch (UnreadableMessage e) {
            deadLetters.add(record, e);
            return new Message.Delivery(record.offset(), null);
        }
    }

    /** Whether the group has still to give this worker some of its shards. */
    public boolean isArriving() {
        return membership.isArriving();
    }

    /** Lets others take over, a few shards at a time, and ends then. */
    public void leave() {
        if (!membership.isHeard()) {
            close();
            return;
        }
        leavingSince = System.nanoTime();
        membership.leave();
        consumer.wakeup();
    }

    /** Sees to it that shards which are to move do so, and to this worker's own end. */
    private void settle() {
        long now = System.nanoTime();
        if (membership.hasToSayThatItLeaves()) {
            consumer.enforceRebalance("this worker leaves");
        } else if (membership.isOverdue(now)) {
            log.warn("Shards that were to move have no owner: asking the group for another rebalance");
            consumer.enforceRebalance("shards have no owner");
        }
        Long since = leavingSince;
        if (since != null) {
            Duration left = membership.hasToSayThatItLeaves() ? HEARING_PATIENCE : LEAVE_PATIENCE;
            closed |= consumer.assignment().isEmpty() || membership.hasLeft() || now - since >= left.toNanos();
        }
    }

    @Override
    public void close() {
        closed = true;
        consumer.wakeup();
    }

    private static TopicPartition partition(int shard) {
        return new TopicPartition(Topic.COMMANDS.topicName(), shard);
    }

    private static List<Integer> shards(Collection<TopicPartition> partitions) {
        return partitions.stream().map(TopicPartition::partition).toList();
    }

    /** What the group decides, told within {@code poll} and {@code close}. */
    private final class Rebalance implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            partitions.forEach(flow::stop);
            assignments.assigned(shards(partitions));
            // The group has just settled, and may not be for long.
            prove();
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            if (!isOver) {
                handOver(partitions);
            }
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            membership.comeAgain();
            if (!isOver) {
                assignments.lost(shards(partitions));
            }
        }
    }
}
