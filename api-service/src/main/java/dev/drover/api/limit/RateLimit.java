package dev.drover.api.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;
import java.util.Optional;

/**
 * So many a minute of each of them, and as many at once; each replica counts for itself. Any thread.
 *
 * @param <K> whom it limits: an address, an app, a server
 */
public final class RateLimit<K> {
    private static final Duration PERIOD = Duration.ofMinutes(1);
    private static final int MOST = 100_000;

    private final int perMinute;

    /** A bucket that nobody asked for in so long a time is full, and may be forgotten. */
    private final Cache<K, Bucket> buckets =
            Caffeine.newBuilder().maximumSize(MOST).expireAfterAccess(PERIOD).build();

    /** @param perMinute 0: no limit */
    public RateLimit(int perMinute) {
        this.perMinute = perMinute;
    }

    public int perMinute() {
        return perMinute;
    }

    /** Counts one more. @return empty if it is within the limit, else when there may be another */
    public Optional<Duration> spend(K whose) {
        if (perMinute == 0) {
            return Optional.empty();
        }
        ConsumptionProbe probe = buckets.get(whose, _ -> bucket()).tryConsumeAndReturnRemaining(1);
        return probe.isConsumed() ? Optional.empty() : Optional.of(Duration.ofNanos(probe.getNanosToWaitForRefill()));
    }

    private Bucket bucket() {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(perMinute).refillGreedy(perMinute, PERIOD))
                .build();
    }
}
