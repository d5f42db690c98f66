package dev.drover.benchmark.part;

import dev.drover.benchmark.client.Api;
import dev.drover.benchmark.client.Projection;
import dev.drover.benchmark.client.Servers;
import dev.drover.local.LocalStack;
import dev.drover.local.ServiceProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * What the parts are measured on.
 *
 * @param isQuick fewer runs, for a look while one works on something
 */
public record Stage(LocalStack stack, Path smallServer, boolean isQuick) {
    static final Duration PATIENCE = Duration.ofSeconds(60);

    Api api() {
        return Api.at(stack.apiUrl(), stack.platformKey());
    }

    Servers servers() throws IOException {
        return new Servers(api());
    }

    Projection projection() throws SQLException {
        return new Projection(stack.postgres());
    }

    ServiceProcess worker() {
        return stack.workers().getFirst();
    }

    /** {@code full} times, or {@code quick} times where there is no time. */
    int times(int full, int quick) {
        return isQuick ? quick : full;
    }

    /** Stops and removes them, and returns when that is visible. */
    void clear(List<Long> ids) throws IOException, InterruptedException, SQLException {
        Servers.all(api(), ids, "stop");
        try (Projection projection = projection();
                Servers servers = servers()) {
            projection.await(ids, "stopped");
            for (long id : ids) {
                servers.remove(id);
            }
            projection.awaitNothingPending();
        }
    }

    /** A stop in good order and a start. */
    static void restart(ServiceProcess service) {
        service.stop(PATIENCE);
        service.start();
        awaitReady(service);
    }

    static void awaitReady(ServiceProcess service) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!service.isReady()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(service.name() + " does not become ready");
            }
            pause(Duration.ofMillis(50));
        }
    }

    static void pause(Duration duration) {
        LockSupport.parkNanos(duration.toNanos());
    }
}
