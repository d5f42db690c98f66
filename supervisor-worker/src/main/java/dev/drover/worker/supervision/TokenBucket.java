package dev.drover.worker.supervision;

import java.util.concurrent.locks.LockSupport;

/**
 * Slows down a thread that reads from a server, and with it, through the full pipe, the server. For one thread.
 */
public final class TokenBucket {
    private static final long SECOND = 1_000_000_000;

    private final long perSecond;
    private final long capacity;
    private long tokens;
    private long filledAt;

    /**
     * @param perSecond bytes that may be read in the long run
     * @param capacity bytes that may be read at once by a thread that has read little of late
     * @param now on the monotonic clock
     */
    public TokenBucket(long perSecond, long capacity, long now) {
        this.perSecond = perSecond;
        this.capacity = capacity;
        this.tokens = capacity;
        this.filledAt = now;
    }

    /** Waits, after so many bytes have been read, until reading may go on. */
    public void pace(long bytes) {
        long end = System.nanoTime();
        end += take(bytes, end);
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    /** How many nanoseconds to wait after so many bytes have been read. */
    public long take(long bytes, long now) {
        // Whole tokens only, and the time of the rest is kept: otherwise a frequent caller would get none.
        long elapsed = Math.min(now - filledAt, SECOND * (1 + capacity / perSecond));
        long fresh = elapsed * perSecond / SECOND;
        filledAt = fresh > 0 ? now : filledAt;
        tokens = Math.min(capacity, tokens + fresh) - bytes;
        return tokens >= 0 ? 0 : -tokens * SECOND / perSecond;
    }
}
