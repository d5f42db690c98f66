package dev.drover.worker.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.WakeupException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProofsTest {

    private static final TopicPartition OURS = new TopicPartition("mcp.commands", 3);
    private static final TopicPartition ANOTHERS = new TopicPartition("mcp.commands", 4);

    private final Proofs proofs = new Proofs();

    @Test
    void areGivenForWhatIsAssignedAndCommitted() {
        CompletableFuture<Boolean> ours = proofs.ask(OURS);
        CompletableFuture<Boolean> anothers = proofs.ask(ANOTHERS);

        proofs.answer(Set.of(OURS), Set.of(OURS)::equals);

        assertThat(ours).isCompletedWithValue(true);
        assertThat(anothers).isCompletedWithValue(false);
        assertThat(proofs.isEmpty()).isTrue();
    }

    @Test
    void areRefusedWhenTheGroupTakesNoPosition() {
        CompletableFuture<Boolean> ours = proofs.ask(OURS);

        proofs.answer(Set.of(OURS), _ -> false);

        assertThat(ours).isCompletedWithValue(false);
    }

    @ParameterizedTest
    @MethodSource("nothingIsCertain")
    void areStillAskedForWhenNothingIsCertain(KafkaException reason) {
        CompletableFuture<Boolean> ours = proofs.ask(OURS);

        assertThatThrownBy(() -> proofs.answer(Set.of(OURS), _ -> {
                    throw reason;
                }))
                .isSameAs(reason);
        assertThat(ours).isNotDone();
        assertThat(proofs.isEmpty()).isFalse();
        proofs.answer(Set.of(OURS), _ -> true);
        assertThat(ours).isCompletedWithValue(true);
    }

    static List<KafkaException> nothingIsCertain() {
        return List.of(new WakeupException(), new RebalanceInProgressException());
    }
}
