package dev.drover.worker.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.BitSet;
import java.util.Collection;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How this worker stands in the group: what it says of itself in each rebalance, and what it hears of it. Shards with servers
 * move a few at a time, over several rebalances, so that a server waits only for those that move with it. Thread-safe.
 */
final class Membership {
    private static final byte ARRIVING = 1;
    private static final byte LEAVING = 2;

    /** In which whoever gives shards up has asked for the rebalance in which others get them; longer than any hand-over. */
    private static final Duration PATIENCE = Duration.ofSeconds(12);

    /**
     * What a worker says of itself.
     *
     * @param worker stays the same when the worker is started again, unlike the group's own name for it
     * @param isArriving shards are still to come that will be its own
     * @param isLeaving its shards are to be others'
     * @param busy its shards of which something runs
     */
    record Word(String worker, boolean isArriving, boolean isLeaving, BitSet busy) {
        /** One that says nothing has no name, and nothing of it is known. */
        static Word of(@Nullable ByteBuffer userData) {
            if (userData == null || userData.remaining() < 2) {
                return new Word("", false, false, new BitSet());
            }
            ByteBuffer data = userData.duplicate();
            byte flags = data.get();
            byte[] busy = new byte[data.get()];
            data.get(busy);
            return new Word(
                    UTF_8.decode(data).toString(),
                    (flags & ARRIVING) != 0,
                    (flags & LEAVING) != 0,
                    BitSet.valueOf(busy));
        }

        ByteBuffer toUserData() {
            byte[] name = worker.getBytes(UTF_8);
            byte[] shards = busy.toByteArray();
            byte flags = (byte) ((isArriving ? ARRIVING : 0) | (isLeaving ? LEAVING : 0));
            return ByteBuffer.allocate(2 + shards.length + name.length)
                    .put(flags)
                    .put((byte) shards.length)
                    .put(shards)
                    .put(name)
                    .flip();
        }
    }

    private final String worker;
    private final boolean isHeard;
    private final Supplier<Collection<Integer>> busy;
    private boolean isArriving;
    private boolean isLeaving;
    private boolean hasSaidThatItLeaves;
    private boolean hasLeft;

    /** When it was told that more is to come; null: nothing is. */
    private @Nullable Long toldAt;

    /**
     * @param isHeard whether the group listens to what it says
     * @param busy the shards of which something runs here
     */
    Membership(String worker, boolean isHeard, Supplier<Collection<Integer>> busy) {
        this.worker = worker;
        this.isHeard = isHeard;
        this.isArriving = isHeard;
        this.busy = busy;
    }

    boolean isHeard() {
        return isHeard;
    }

    /** Shards are still to come that will be this worker's. */
    synchronized boolean isArriving() {
        return isArriving;
    }

    /** It has lost its shards, and comes anew. */
    synchronized void comeAgain() {
        isArriving = isHeard;
    }

    synchronized void leave() {
        isLeaving = true;
    }

    /** Whether the group is still to be told that it leaves. */
    synchronized boolean hasToSayThatItLeaves() {
        return isLeaving && !hasSaidThatItLeaves;
    }

    /**
     * Whether shards that were given up have had no owner for too long, which is then said once: who gave them up may have died
     * just then and have been replaced by a process that knows nothing of it.
     *
     * @param now as of {@link System#nanoTime()}, like all times here
     */
    synchronized boolean isOverdue(long now) {
        boolean isOverdue = toldAt != null && now - toldAt >= PATIENCE.toNanos();
        if (isOverdue) {
            toldAt = now;
        }
        return isOverdue;
    }

    /** The group has taken from this worker what others can have. */
    synchronized boolean hasLeft() {
        return hasLeft;
    }

    synchronized ByteBuffer say() {
        hasSaidThatItLeaves = isLeaving;
        BitSet shards = new BitSet();
        busy.get().forEach(shards::set);
        return new Word(worker, isArriving, isLeaving, shards).toUserData();
    }

    /** @param told what {@link #tell} made of it, as an answer to what was said last */
    synchronized void hear(@Nullable ByteBuffer told, long now) {
        boolean isMoreToCome = told != null && told.hasRemaining() && told.get(told.position()) != 0;
        isArriving &= isMoreToCome;
        toldAt = isMoreToCome ? now : null;
        hasLeft = hasSaidThatItLeaves && !isMoreToCome;
    }

    /** For every member: whether another rebalance will follow, in which shards move. */
    static ByteBuffer tell(boolean isMoreToCome) {
        return ByteBuffer.wrap(new byte[] {(byte) (isMoreToCome ? 1 : 0)});
    }
}
