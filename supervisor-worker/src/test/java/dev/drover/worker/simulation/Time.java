package dev.drover.worker.simulation;

import java.time.Duration;
import java.util.PriorityQueue;
import java.util.Random;

/** True time, and what is to happen at which moment of it; chance, too. */
final class Time {
    private record Event(long at, long number, Runnable action) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            return at != other.at ? Long.compare(at, other.at) : Long.compare(number, other.number);
        }
    }

    final Random random;
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private long now;
    private long number;

    Time(long seed) {
        random = new Random(seed);
    }

    long now() {
        return now;
    }

    void at(long time, Runnable action) {
        number++;
        events.add(new Event(Math.max(time, now), number, action));
    }

    void after(Duration delay, Runnable action) {
        at(now + delay.toNanos(), action);
    }

    void runUntil(long end) {
        for (Event event = events.peek(); event != null && event.at() <= end; event = events.peek()) {
            events.remove();
            now = event.at();
            event.action().run();
        }
        now = end;
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    Duration between(long leastMillis, long mostMillis) {
        return Duration.ofMillis(leastMillis + random.nextLong(mostMillis - leastMillis + 1));
    }
}
