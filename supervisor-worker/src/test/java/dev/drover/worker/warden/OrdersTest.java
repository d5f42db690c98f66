package dev.drover.worker.warden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drover.worker.warden.Orders.Order;
import dev.drover.worker.warden.Orders.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class OrdersTest {
    private final Orders orders = new Orders(Duration.ofSeconds(20));

    @Test
    void theEarliestDeadlineOfAllShardsIsOrderedAndNoneWhenNoShardIsLeft() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            extended(threads, 1, 500, new Order(1, 500));
            extended(threads, 2, 400, new Order(2, 400));
            extended(threads, 2, 600, new Order(3, 500));
            assertThat(orders.extend(3, 550)).isEqualTo(Reply.HAD);
            orders.release(1);
            assertThat(orders.next()).isEqualTo(new Order(4, 550));
            orders.release(2);
            orders.release(3);
            assertThat(orders.next()).isEqualTo(new Order(5, Warden.NONE));
        }
    }

    @Test
    void whatManyShardsWantWhileTheWardenAnswersIsOneOrder() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Reply> first = threads.submit(() -> orders.extend(0, 1_000));
            assertThat(orders.next()).isEqualTo(new Order(1, 1_000));
            List<Future<Reply>> others = new ArrayList<>();
            for (int shard = 1; shard < 32; shard++) {
                int number = shard;
                others.add(threads.submit(() -> orders.extend(number, 1_000 - number)));
            }
            await().until(() -> next().deadline() == 1_000 - 31);
            orders.answered(1);
            assertThat(first.get()).isEqualTo(Reply.HAD);
            assertThat(others).noneMatch(Future::isDone);
            orders.answered(next().number());
            for (Future<Reply> other : others) {
                assertThat(other.get()).isEqualTo(Reply.HAD);
            }
        }
    }

    @Test
    void withoutAWardenNothingIsExtendedAndTheDeadlineBeforeStays() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            extended(threads, 1, 500, new Order(1, 500));
            Future<Reply> waiting = threads.submit(() -> orders.extend(1, 900));
            assertThat(orders.next()).isEqualTo(new Order(2, 900));
            orders.down();
            assertThat(waiting.get()).isEqualTo(Reply.GONE);
            assertThat(orders.extend(2, 100)).isEqualTo(Reply.GONE);
            orders.up();
            assertThat(orders.next())
                    .satisfies(order -> assertThat(order.deadline()).isEqualTo(500));
        }
    }

    @Test
    void aWardenThatDoesNotAnswerIsSilent() {
        Orders impatient = new Orders(Duration.ofMillis(50));
        assertThat(impatient.extend(1, 500)).isEqualTo(Reply.SILENT);
        assertThat(impatient.next())
                .satisfies(order -> assertThat(order.deadline()).isEqualTo(Warden.NONE));
    }

    @Test
    void thereIsNoNextOrderOfAWardenThatHasEnded() {
        orders.ended();
        assertThat(orders.next()).isNull();
        orders.up();
        assertThat(orders.next()).isEqualTo(new Order(1, Warden.NONE));
    }

    private Order next() {
        return Objects.requireNonNull(orders.next());
    }

    private void extended(ExecutorService threads, int shard, long deadline, Order order) throws Exception {
        Future<Reply> reply = threads.submit(() -> orders.extend(shard, deadline));
        assertThat(orders.next()).isEqualTo(order);
        assertThat(reply.isDone()).isFalse();
        orders.answered(order.number());
        assertThat(reply.get()).isEqualTo(Reply.HAD);
    }
}
