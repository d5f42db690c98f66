package dev.drover.api.projection;

import static dev.drover.api.projection.Bodies.crashed;
import static dev.drover.api.projection.Bodies.defined;
import static dev.drover.api.projection.Bodies.error;
import static dev.drover.api.projection.Bodies.started;
import static dev.drover.api.projection.Bodies.starting;
import static dev.drover.api.projection.Bodies.succeeded;
import static dev.drover.api.projection.Bodies.tools;

import dev.drover.schemas.message.CommandRejected;
import dev.drover.schemas.message.DesiredState;
import dev.drover.schemas.message.Event;
import dev.drover.schemas.message.ServerFailed;
import dev.drover.schemas.message.ServerRemoved;
import dev.drover.schemas.message.ServerStopped;
import dev.drover.schemas.message.ServerStopping;
import dev.drover.schemas.message.StartReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.avro.specific.SpecificRecord;

/** A shard's log of some servers' lives, with several owners one after the other. */
public final class RandomLog {
    private RandomLog() {}

    public static List<Event> of(Random random, int length) {
        Shard shard = new Shard(5, 10);
        List<Event> log = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            if (random.nextInt(40) == 0) {
                shard.claim(20 + i);
            }
            DesiredState desired = random.nextBoolean() ? DesiredState.RUNNING : DesiredState.STOPPED;
            String commandId = random.nextInt(3) == 0 ? "c-" + random.nextInt(length) : null;
            log.add(shard.event(1 + random.nextInt(6), desired, commandId, body(random)));
        }
        return log;
    }

    private static SpecificRecord body(Random random) {
        return switch (random.nextInt(24)) {
            case 0 -> new ServerRemoved();
            case 1, 2 -> new ServerStopping();
            case 3, 4 -> new ServerStopped(0);
            case 5, 6 -> crashed();
            case 7 -> new ServerFailed(error("It gave up."));
            case 8 -> starting(StartReason.COMMAND);
            case 9 -> starting(StartReason.RESTART);
            case 10 -> starting(StartReason.FAILOVER);
            case 11, 12, 13 -> started(random.nextInt(1000), random.nextInt(3));
            case 14, 15, 16 -> tools("d" + random.nextInt(3), "a", "b");
            case 17 -> new CommandRejected("EXPIRED", "Too late.");
            case 18, 19 -> succeeded();
            default -> defined();
        };
    }
}
