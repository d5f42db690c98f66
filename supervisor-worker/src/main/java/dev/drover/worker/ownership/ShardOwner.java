package dev.drover.worker.ownership;

import dev.drover.schemas.Topic;
import dev.drover.schemas.UnreadableMessage;
import dev.drover.worker.messaging.PreviousLease;
import dev.drover.worker.messaging.ShardState;
import dev.drover.worker.messaging.ShardWriter;
import dev.drover.worker.messaging.TopicTail;
import dev.drover.worker.supervision.Mailbox;
import dev.drover.worker.supervision.Message;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes and gives up one shard. Its steps run one after the other on a thread of its own; other threads only tell it what
 * happened.
 *
 * <p>A claim: fence whoever wrote before, read the shard's state to its end, write the claim, begin. If nobody else has
 * claimed the shard since this process's last claim, its servers go on as they are; else they are the state's.
 */
final class ShardOwner implements ShardWriter.Owner {
    private static final Logger log = LoggerFactory.getLogger(ShardOwner.class);

    /** How long a shard's servers may take to stop: the lifecycle kills what is left after three seconds. */
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(8);

    private static final Duration RETRY = Duration.ofMillis(500);

    private static final Duration UNREADABLE_RETRY = Duration.ofSeconds(5);

    private static final long NO_CLAIM = -1;

    private final int shard;
    private final ShardWriter.Factory writers;
    private final ShardWriter writer;
    private final Supplier<TopicTail> tail;
    private final Mailbox mailbox;
    private final Ownership.Feed feed;
    private final Semaphore claimsAtATime;
    private final Executor steps;
    private volatile boolean isAssigned;
    private volatile boolean isOpen;

    /** Of this process, as long as its servers may go on. */
    private volatile long claim = NO_CLAIM;

    ShardOwner(
            int shard,
            ShardWriter.Factory writers,
            Supplier<TopicTail> tail,
            Mailbox mailbox,
            Ownership.Feed feed,
            Semaphore claimsAtATime) {
        this.shard = shard;
        this.writers = writers;
        this.writer = writers.create(shard, this);
        this.tail = tail;
        this.mailbox = mailbox;
        this.feed = feed;
        this.claimsAtATime = claimsAtATime;
        this.steps = Executors.newSingleThreadExecutor(
                Thread.ofVirtual().name("owner-" + shard).factory());
    }

    boolean isAssigned() {
        return isAssigned;
    }

    /** The claim under which this worker owns the shard now. */
    OptionalLong owned() {
        long mine = claim;
        return isOpen && mine != NO_CLAIM ? OptionalLong.of(mine) : OptionalLong.empty();
    }

    void assigned() {
        isAssigned = true;
        steps.execute(this::claim);
    }

    CompletableFuture<Void> revoked() {
        isAssigned = false;
        return CompletableFuture.runAsync(this::release, steps);
    }

    /** The servers go on until this worker claims the shard again, or somebody else does. */
    void lost() {
        isAssigned = false;
    }

    @Override
    public void fenced(long ofClaim) {
        steps.execute(() -> {
            if (claim == ofClaim) {
                standDown();
            }
        });
    }

    @Override
    public void broken(long ofClaim) {
        steps.execute(() -> {
            if (claim == ofClaim) {
                claim();
            }
        });
    }

    /** Another process has written a claim: it is the end of ours if it is newer. */
    void claimSeen(long offset) {
        steps.execute(() -> {
            if (claim != NO_CLAIM && offset > claim) {
                standDown();
            }
        });
    }

    private void standDown() {
        log.warn("Shard {}: claim {} is fenced; its servers are killed", shard, claim);
        giveUp();
        if (isAssigned) {
            pause(RETRY);
            claim();
        } else {
            writer.close();
        }
    }

    private void claim() {
        isOpen = false;
        while (isAssigned && !isOpen) {
            try {
                claimsAtATime.acquire();
                try {
                    tryToClaim();
                } finally {
                    claimsAtATime.release();
                }
            } catch (UnreadableMessage e) {
                log.error("Shard {}: cannot be claimed, since its log cannot be read: {}", shard, e.getMessage());
                pause(UNREADABLE_RETRY);
            } catch (KafkaException e) {
                log.warn("Shard {}: could not be claimed, trying again: {}", shard, e.toString());
                pause(RETRY);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void tryToClaim() throws InterruptedException {
        if (!isAssigned) {
            return;
        }
        writer.fenceOthers();
        PreviousLease previous = PreviousLease.of(shard, read(Topic.LEASES), writers.worker());
        boolean goesOn = claim != NO_CLAIM && previous.isOwn();
        if (!goesOn) {
            giveUp();
        }
        ShardState state = ShardState.of(shard, read(Topic.STATE), writers.commandsTopicId());
        long mine = writer.claim(previous, state.position());
        if (!goesOn) {
            mailbox.submit(new Message.Claimed(
                    shard, writer, state.servers(), state.position().nextOffset()));
        }
        claim = mine;
        isOpen = true;
        writer.open();
        feed.resume(shard, state.position().nextOffset());
        log.info(
                "Shard {}: claim {}, {} servers{}", shard, mine, state.servers().size(), goesOn ? ", which go on" : "");
    }

    private Map<String, TopicTail.Entry> read(Topic topic) throws InterruptedException {
        return tail.get().catchUp(new TopicPartition(topic.topicName(), shard));
    }

    /** Another worker owns the shard: what runs here must end at once, and what was not committed is void. */
    private void giveUp() {
        isOpen = false;
        writer.discard();
        if (claim != NO_CLAIM) {
            claim = NO_CLAIM;
            mailbox.submit(new Message.Lost(shard));
        }
    }

    private void release() {
        if (isOpen) {
            handOver();
        } else {
            giveUp();
        }
        writer.close();
    }

    private void handOver() {
        CompletableFuture<Void> atRest = new CompletableFuture<>();
        mailbox.submit(new Message.Revoked(shard, atRest));
        try {
            atRest.get(STOP_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            writer.release();
            isOpen = false;
            claim = NO_CLAIM;
        } catch (TimeoutException e) {
            log.error("Shard {}: its servers did not stop in time; no release is written", shard);
            giveUp();
        } catch (KafkaException e) {
            log.warn("Shard {}: the release could not be written: {}", shard, e.toString());
            giveUp();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("coming to rest never fails", e);
        }
    }

    private static void pause(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
