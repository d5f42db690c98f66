package dev.drover.worker.warden;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.drover.worker.lifecycle.Endpoint;
import dev.drover.worker.lifecycle.RunId;
import dev.drover.worker.process.LimitSettings;
import dev.drover.worker.process.OsProcessHost;
import dev.drover.worker.process.ProcessSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;

/**
 * A worker's JVM that keeps servers running under a warden: DIRECTORY WORKER-ID CONTAINMENT LEASE-MILLIS SCRIPT. It says on
 * stdout which containment it found, and extends its lease until its stdin ends.
 */
final class GuardedWorker {
    static final int SERVERS = 2;

    private static final long PAUSE = Duration.ofMillis(100).toNanos();

    private GuardedWorker() {}

    public static void main(String[] args) throws Exception {
        Path directory = Path.of(args[0]);
        WardenGuard guard = WardenGuard.open(directory, reason -> {
            System.out.println("refused: " + reason);
            Runtime.getRuntime().halt(3);
        });
        var host = OsProcessHost.open(
                new ProcessSettings(args[1], directory, directory, List.of("sh"), args[2]),
                LimitSettings.NONE,
                guard.isFirstProcess());
        guard.protect(host::killAll, host::unheldTrees);
        host.guardedBy(guard::isWatching);
        long lease = Duration.ofMillis(Long.parseLong(args[3])).toNanos();
        Thread.ofPlatform().daemon().start(() -> {
            while (true) {
                for (int shard = 0; shard < SERVERS; shard++) {
                    var _ = guard.extend(shard, System.nanoTime() + lease);
                }
                LockSupport.parkNanos(PAUSE);
            }
        });
        for (int server = 0; server < SERVERS; server++) {
            keepRunning(host, server, args[4]);
        }
        System.out.println(host.containment());
        System.in.transferTo(System.out);
        host.close();
        guard.close();
    }

    private static void keepRunning(OsProcessHost host, int server, String script) {
        var endpoint = new Endpoint.Stdio("sh", List.of("-c", script), Map.of());
        Thread.ofPlatform().daemon().start(() -> {
            for (long run = 1; ; run++) {
                try {
                    var process = host.spawn(new RunId(server, run), 7, endpoint, () -> true)
                            .join();
                    process.stdin().write("x".getBytes(UTF_8));
                    process.exit().join();
                } catch (CompletionException | IOException e) {
                    System.out.println("not started: " + e.getMessage());
                }
                LockSupport.parkNanos(PAUSE);
            }
        });
    }
}
