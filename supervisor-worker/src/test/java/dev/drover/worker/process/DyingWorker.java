package dev.drover.worker.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.drover.worker.lifecycle.RunId;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;

/** A worker's JVM that starts servers and then does nothing, until it is killed. */
final class DyingWorker {
    static final int SERVERS = 3;
    static final String NEVER_GO = "never go";

    /** As a fifth argument: many spawns at a time. */
    static final String ALL_AT_ONCE = "all at once";

    private static final int MANY = 50;

    private DyingWorker() {}

    public static void main(String[] args) throws Exception {
        Path directory = Path.of(args[0]);
        var settings = new ProcessSettings(args[1], directory, directory, List.of("sh"), "auto");
        var host = TestHost.with(settings, Containment.valueOf(args[2]), System.getenv());
        var never = new CountDownLatch(1);
        BooleanSupplier mayRun = () -> !args[3].equals(NEVER_GO) || isOver(never);
        if (args.length > 4) {
            for (int id = 1; id <= MANY; id++) {
                var _ = host.host().spawn(new RunId(id, 1), 7, TestHost.sh(args[3]), mayRun);
            }
            never.await();
        }
        for (int id = 1; id <= SERVERS; id++) {
            var spawn = host.host().spawn(new RunId(id, 1), 7, TestHost.sh(args[3]), mayRun);
            if (!args[3].equals(NEVER_GO)) {
                spawn.join().stdin().write("x".getBytes(UTF_8));
            }
        }
        never.await();
    }

    private static boolean isOver(CountDownLatch never) {
        try {
            never.await();
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }
}
