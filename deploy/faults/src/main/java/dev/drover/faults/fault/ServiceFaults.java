package dev.drover.faults.fault;

import static dev.drover.faults.fault.Scene.await;
import static dev.drover.faults.fault.Scene.pause;
import static dev.drover.faults.fault.Scene.seconds;

import dev.drover.faults.fault.Fault.Need;
import dev.drover.faults.fault.Fault.Target;
import dev.drover.faults.stack.FailPoints;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** The API and its database die. No server hears of that. */
final class ServiceFaults {

    private static final String PUBLISHED = "outbox-published";

    private ServiceFaults() {}

    static List<Fault> all() {
        return List.of(
                Fault.of("postgres-kill", Target.DATABASE, ServiceFaults::killDatabase)
                        .unfelt(),
                Fault.of("api-kill", Target.API, ServiceFaults::killApi).unfelt(),
                Fault.of("crash-outbox-published", Target.API, ServiceFaults::killBetween)
                        .needing(Need.FAIL_POINTS)
                        .unfelt());
    }

    private static void killDatabase(Scene scene, Random random) throws InterruptedException {
        Duration away = seconds(random, 0, 5);
        scene.note("for " + away.toMillis() + " ms");
        scene.stack().postgres().kill();
        pause(away);
        scene.stack().postgres().start();
    }

    private static void killApi(Scene scene, Random random) throws InterruptedException {
        for (int i = 0; i < 2; i++) {
            scene.stack().api().kill();
            pause(seconds(random, 0.5, 3));
        }
        scene.stack().api().awaitReady();
    }

    /** What it has published it does not know of, and publishes again. */
    private static void killBetween(Scene scene, Random random) throws IOException, InterruptedException {
        FailPoints points = scene.stack().apiPoints();
        points.arm(PUBLISHED, "crash");
        if (!await(() -> !points.isArmed(PUBLISHED))) {
            points.disarm(PUBLISHED);
            scene.violated("fault", "the API never came to " + PUBLISHED);
        }
        scene.stack().api().awaitReady();
    }
}
