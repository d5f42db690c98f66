package dev.drover.worker.messaging;

import dev.drover.schemas.Sharding;
import dev.drover.schemas.Topic;
import dev.drover.schemas.message.LeaseRecord;
import dev.drover.schemas.message.Obituary;
import dev.drover.schemas.message.Renewal;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells other workers that the worker's earlier incarnation is dead, so that nobody waits for the end of its leases. Used
 * once, before this one claims anything, and only by who knows that nothing of the earlier one is left.
 *
 * @param producer not a shard's own: an obituary must not depend on who owns the shard
 */
public record Obituaries(Producer<String, byte[]> producer, TopicTail tail, WorkerIdentity self) {
    private static final Logger log = LoggerFactory.getLogger(Obituaries.class);

    public void write() throws InterruptedException {
        int written = 0;
        try {
            for (var leases : tail.catchUp(partitions()).entrySet()) {
                int shard = leases.getKey().partition();
                Long claim = claimOfTheDead(shard, leases.getValue());
                if (claim != null) {
                    var _ = producer.send(obituary(shard, claim));
                    written++;
                }
            }
            producer.flush();
        } catch (KafkaException e) {
            log.warn(
                    "Obituaries could not be written: the leases of the earlier incarnation are waited for: {}",
                    e.toString());
        }
        if (written > 0) {
            log.info("Nothing is left of this worker's earlier incarnation: {} of its leases are over", written);
        }
    }

    private static List<TopicPartition> partitions() {
        return IntStream.range(0, Sharding.SHARDS)
                .mapToObj(shard -> new TopicPartition(Topic.LEASES.topicName(), shard))
                .toList();
    }

    /**
     * Of a lease in force, in the same pid namespace of the same boot. A bare claim may have been waiting for another's
     * lease, of which nothing is known here.
     */
    private @Nullable Long claimOfTheDead(int shard, Map<String, TopicTail.Entry> leases) {
        TopicTail.Entry entry = leases.get(ShardRecords.leaseKey(shard));
        if (entry == null) {
            return null;
        }
        LeaseRecord last = Codecs.LEASE.decode(entry.value());
        boolean isOfTheDead = last.getBody() instanceof Renewal
                && last.getWorkerId().equals(self.workerId())
                && last.getBootId().equals(self.bootId());
        return isOfTheDead ? last.getClaim() : null;
    }

    private ProducerRecord<String, byte[]> obituary(int shard, long claim) {
        LeaseRecord message = new LeaseRecord(self.workerId(), self.bootId(), claim, new Obituary());
        return new ProducerRecord<>(
                Topic.LEASES.topicName(), shard, ShardRecords.obituaryKey(shard), Codecs.LEASE.encode(message));
    }
}
