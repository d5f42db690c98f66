package dev.drover.worker.messaging;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/** Asks the brokers where partitions end: at the last of what is committed. Any thread. */
record EndOffsets(Admin admin) {
    /**
     * The client keeps in mind which broker leads a partition, and waits for that one, be it gone for good, as long as the
     * question lasts; only when it has failed does it look for another. So the first question does not last.
     */
    private static final Duration FIRST = Duration.ofSeconds(1);

    /** @throws KafkaException if the brokers do not answer in time */
    Map<TopicPartition, Long> of(Collection<TopicPartition> partitions) throws InterruptedException {
        long deadline = System.nanoTime() + KafkaSettings.PATIENCE.toNanos();
        for (Duration patience = FIRST; ; patience = patience.multipliedBy(2)) {
            try {
                return ask(partitions, patience);
            } catch (ExecutionException e) {
                boolean isInTime = System.nanoTime() < deadline;
                if (!(e.getCause() instanceof TimeoutException && isInTime)) {
                    throw new KafkaException("could not ask for the ends of " + partitions, e.getCause());
                }
            }
        }
    }

    private Map<TopicPartition, Long> ask(Collection<TopicPartition> partitions, Duration patience)
            throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetSpec> latest =
                partitions.stream().collect(Collectors.toMap(Function.identity(), _ -> OffsetSpec.latest()));
        ListOffsetsOptions options =
                new ListOffsetsOptions(IsolationLevel.READ_COMMITTED).timeoutMs((int) patience.toMillis());
        Map<TopicPartition, ListOffsetsResultInfo> found =
                admin.listOffsets(latest, options).all().get();
        return found.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, end -> end.getValue().offset()));
    }
}
