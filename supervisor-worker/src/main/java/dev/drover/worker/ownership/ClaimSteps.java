package dev.drover.worker.ownership;

import dev.drover.schemas.Topic;
import dev.drover.schemas.UnreadableMessage;
import dev.drover.worker.lease.LastRecord;
import dev.drover.worker.lease.LeaseInput;
import dev.drover.worker.messaging.LeasesMadeAnew;
import dev.drover.worker.messaging.PreviousLease;
import dev.drover.worker.messaging.ShardState;
import dev.drover.worker.messaging.ShardWriter;
import dev.drover.worker.messaging.TopicTail;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The steps of a claim that wait for brokers. Used by the shard's own thread only. */
record ClaimSteps(
        int shard,
        ShardWriter writer,
        ShardWriter.Factory writers,
        Supplier<TopicTail> tail,
        Uuid leasesTopicId,
        Ownership.Feed feed,
        ClaimTurns turns) {
    private static final Logger log = LoggerFactory.getLogger(ClaimSteps.class);

    /** What is found once others are shut out; nothing changes it but this worker. */
    record Findings(PreviousLease previous, ShardState state) {
        @Nullable
        LastRecord last() {
            return previous.last();
        }
    }

    LeaseInput look(long attempt) {
        return attempt(attempt, () -> {
            turns.await(shard);
            Map<String, TopicTail.Entry> leases = turns.take(() -> tail.get().catchUp(partition(Topic.LEASES)));
            return new LeaseInput.Looked(attempt, previous(leases).last());
        });
    }

    /** @param keep takes the findings before anybody hears of them */
    LeaseInput fence(long attempt, Consumer<Findings> keep) {
        return attempt(
                attempt,
                () -> turns.take(() -> {
                    checkTopics();
                    writer.fenceOthers();
                    Map<TopicPartition, Map<String, TopicTail.Entry>> read =
                            tail.get().catchUp(List.of(partition(Topic.LEASES), partition(Topic.STATE)));
                    PreviousLease previous = previous(read.getOrDefault(partition(Topic.LEASES), Map.of()));
                    ShardState state = ShardState.of(
                            shard,
                            read.getOrDefault(partition(Topic.STATE), Map.of()),
                            writers.commandsTopicId(),
                            writers.opener());
                    Findings findings = new Findings(previous, state);
                    keep.accept(findings);
                    return new LeaseInput.Found(attempt, findings.last());
                }));
    }

    LeaseInput writeClaim(long attempt, @Nullable Findings findings) {
        return attempt(attempt, () -> {
            Findings found = Objects.requireNonNull(findings);
            LeaseInput claimed = turns.take(() -> {
                long begun = System.nanoTime();
                long offset = writer.claim(found.previous(), found.state().position());
                return new LeaseInput.Claimed(attempt, offset, begun);
            });
            turns.end(shard);
            return claimed;
        });
    }

    /** A topic that was made anew since this process looked: of leases, nobody knows who owns what; of commands, where to go on. */
    private void checkTopics() throws InterruptedException {
        Map<String, Uuid> ids = topicIds();
        Uuid leases = ids.get(Topic.LEASES.topicName());
        if (!leasesTopicId.equals(leases)) {
            throw new LeasesMadeAnew(
                    "its id is %s, and was %s when this worker started.".formatted(leases, leasesTopicId));
        }
        if (!areTheSameCommands(ids)) {
            feed.giveUp("%s was made anew: its id is %s, and was %s when this worker started"
                    .formatted(
                            Topic.COMMANDS.topicName(),
                            ids.get(Topic.COMMANDS.topicName()),
                            writers.commandsTopicId()));
            throw new KafkaException("this worker starts again, with the new " + Topic.COMMANDS.topicName());
        }
    }

    Map<String, Uuid> topicIds() throws InterruptedException {
        return tail.get().topicIds(List.of(Topic.LEASES, Topic.COMMANDS));
    }

    boolean areTheSameCommands(Map<String, Uuid> ids) {
        return writers.commandsTopicId().equals(String.valueOf(ids.get(Topic.COMMANDS.topicName())));
    }

    private LeaseInput attempt(long attempt, ClaimTurns.Step<LeaseInput> step) {
        try {
            return step.take();
        } catch (LeasesMadeAnew e) {
            log.error("Shard {}: is not claimed: {}", shard, e.getMessage());
        } catch (UnreadableMessage e) {
            log.error("Shard {}: cannot be claimed, since its log cannot be read: {}", shard, e.getMessage());
        } catch (KafkaException e) {
            log.warn("Shard {}: could not be claimed, trying again: {}", shard, e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            // Whatever it was: a claim without an outcome would be the shard's last.
            log.error("Shard {}: could not be claimed, trying again", shard, e);
        }
        turns.end(shard);
        return new LeaseInput.Failed(attempt);
    }

    private PreviousLease previous(Map<String, TopicTail.Entry> leases) {
        return PreviousLease.of(shard, leases, writers.worker());
    }

    private TopicPartition partition(Topic topic) {
        return new TopicPartition(topic.topicName(), shard);
    }
}
