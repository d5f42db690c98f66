package dev.drover.worker.supervision;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Asks a port for something that comes later: what the port throws is a failed result, like any other. */
final class Attempt {
    private Attempt() {}

    static <T> CompletableFuture<T> of(Supplier<CompletableFuture<T>> request) {
        try {
            return request.get();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
