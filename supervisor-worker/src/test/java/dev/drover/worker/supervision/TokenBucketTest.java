package dev.drover.worker.supervision;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TokenBucketTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final TokenBucket bucket = new TokenBucket(1_000, 5_000, 0);

    @Test
    void whatIsInTheBucketMayBeReadAtOnce() {
        assertThat(bucket.take(5_000, 0)).isZero();
        assertThat(bucket.take(500, 0)).isEqualTo(SECOND / 2);
    }

    @Test
    void aDebtIsPaidOffWithTime() {
        assertThat(bucket.take(7_000, 0)).isEqualTo(2 * SECOND);
        assertThat(bucket.take(0, SECOND)).isEqualTo(SECOND);
        assertThat(bucket.take(0, 2 * SECOND)).isZero();
        assertThat(bucket.take(1_000, 2 * SECOND)).isEqualTo(SECOND);
    }

    @Test
    void itNeverHoldsMoreThanItsCapacity() {
        assertThat(bucket.take(6_000, 3_600 * SECOND)).isEqualTo(SECOND);
    }

    @Test
    void manySmallTakesGetAsMuchAsOneLargeOne() {
        long now = 0;
        long read = 0;
        for (; now < 100 * SECOND; now += 1_000) {
            if (bucket.take(0, now) == 0) {
                bucket.take(100, now);
                read += 100;
            }
            now += SECOND / 5_000;
        }
        assertThat(read).isBetween(100_000L, 106_000L);
    }
}
