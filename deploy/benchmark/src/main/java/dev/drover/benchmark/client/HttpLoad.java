package dev.drover.benchmark.client;

import dev.drover.benchmark.figure.Sample;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Requests over some connections at once, on each the next as soon as the last is answered.
 *
 * @param expected the one status that counts
 */
public record HttpLoad(Api api, int connections, int expected) {
    private static final double NANOS_PER_MILLI = 1e6;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    /** What came of it: how many a second, and each one's milliseconds. */
    public record Result(double perSecond, Sample millis) {}

    /**
     * @param requests by a count that each connection begins at another number
     * @throws IllegalStateException if anything was answered otherwise
     */
    public Result run(Duration duration, IntFunction<byte[]> requests) throws InterruptedException {
        return run(duration, 0, requests);
    }

    /**
     * So many a second and no more, evenly. A request that could not be sent in its turn, because the one before was not
     * answered, is timed from its turn.
     */
    public Result atRate(int perSecond, Duration duration, IntFunction<byte[]> requests) throws InterruptedException {
        return run(duration, NANOS_PER_SECOND / perSecond, requests);
    }

    private Result run(Duration duration, long nanosBetween, IntFunction<byte[]> requests) throws InterruptedException {
        long begin = System.nanoTime();
        List<Double> millis = inParallel(IntStream.range(0, connections)
                .<Callable<List<Double>>>mapToObj(
                        number -> () -> one(number, new Turns(begin, duration.toNanos(), nanosBetween), requests))
                .toList());
        double seconds = (System.nanoTime() - begin) / 1e9;
        return new Result(millis.size() / seconds, Sample.of(millis));
    }

    /** Each request once, over the connections; which must all be answered as expected. */
    public void each(List<byte[]> requests) throws InterruptedException {
        inParallel(IntStream.range(0, connections)
                .<Callable<List<Double>>>mapToObj(number -> () -> every(number, requests))
                .toList());
    }

    /** When which request is to be sent; without an interval: as soon as it can. Times are {@link System#nanoTime()}'s. */
    private record Turns(long begin, long duration, long nanosBetween) {
        /** Waits for it, and returns when it was; -1: it is not within the run. */
        long await(int request) {
            long now = System.nanoTime();
            long turn = nanosBetween == 0 ? now : begin + request * nanosBetween;
            if (turn - begin >= duration) {
                return -1;
            }
            if (turn - now <= 0) {
                return turn;
            }
            while (turn - System.nanoTime() > 0) {
                LockSupport.parkNanos(turn - System.nanoTime());
            }
            return System.nanoTime();
        }
    }

    private List<Double> one(int number, Turns turns, IntFunction<byte[]> requests) throws IOException {
        List<Double> millis = new ArrayList<>();
        try (HttpConnection connection = api.connect()) {
            int count = number;
            for (long turn = turns.await(count); turn != -1; turn = turns.await(count)) {
                millis.add(timed(connection, turn, requests.apply(count)));
                count += connections;
            }
        }
        return millis;
    }

    private List<Double> every(int number, List<byte[]> requests) throws IOException {
        List<Double> millis = new ArrayList<>();
        try (HttpConnection connection = api.connect()) {
            for (int next = number; next < requests.size(); next += connections) {
                millis.add(timed(connection, System.nanoTime(), requests.get(next)));
            }
        }
        return millis;
    }

    private double timed(HttpConnection connection, long since, byte[] request) throws IOException {
        HttpConnection.Answer answer = connection.exchange(request);
        if (answer.status() != expected) {
            throw new IllegalStateException("answered " + answer.status() + " instead of " + expected + ": " + answer);
        }
        return (System.nanoTime() - since) / NANOS_PER_MILLI;
    }

    private static List<Double> inParallel(List<Callable<List<Double>>> tasks) throws InterruptedException {
        List<Double> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(tasks.size())) {
            for (Future<List<Double>> each : threads.invokeAll(tasks)) {
                all.addAll(each.get());
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException io) {
                throw new UncheckedIOException(io);
            }
            throw new IllegalStateException(e.getCause());
        }
        return all;
    }
}
