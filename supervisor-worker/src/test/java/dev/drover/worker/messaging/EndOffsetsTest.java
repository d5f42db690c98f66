package dev.drover.worker.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.internals.KafkaFutureImpl;
import org.junit.jupiter.api.Test;

class EndOffsetsTest {

    private static final TopicPartition PARTITION = new TopicPartition("mcp.leases", 3);

    private final Deque<KafkaFuture<ListOffsetsResultInfo>> answers = new ArrayDeque<>();
    private final List<Integer> timeouts = new ArrayList<>();
    private final EndOffsets ends = new EndOffsets(admin());

    @Test
    void areAskedForAgainWhenTheBrokerThatWasAskedIsGone() throws Exception {
        answers.add(failed(new TimeoutException("node 2 is not in the metadata")));
        answers.add(KafkaFuture.completedFuture(new ListOffsetsResultInfo(41, -1, Optional.empty())));

        assertThat(ends.of(List.of(PARTITION))).isEqualTo(Map.of(PARTITION, 41L));
        assertThat(timeouts).as("milliseconds that each question lasts").containsExactly(1_000, 2_000);
    }

    @Test
    void areNotAskedForAgainWhenTheAnswerIsNo() {
        answers.add(failed(new TopicAuthorizationException("mcp.leases")));

        assertThatThrownBy(() -> ends.of(List.of(PARTITION)))
                .isInstanceOf(KafkaException.class)
                .hasMessageContaining("mcp.leases-3");
    }

    private static KafkaFuture<ListOffsetsResultInfo> failed(Exception reason) {
        KafkaFutureImpl<ListOffsetsResultInfo> future = new KafkaFutureImpl<>();
        future.completeExceptionally(reason);
        return future;
    }

    /** Kafka's own fake is not published. */
    private Admin admin() {
        return (Admin) Proxy.newProxyInstance(
                Admin.class.getClassLoader(), new Class<?>[] {Admin.class}, (_, method, arguments) -> {
                    if (!method.getName().equals("listOffsets")) {
                        throw new UnsupportedOperationException(method.getName());
                    }
                    timeouts.add(((ListOffsetsOptions) arguments[1]).timeoutMs());
                    return new ListOffsetsResult(Map.of(PARTITION, answers.remove()));
                });
    }
}
