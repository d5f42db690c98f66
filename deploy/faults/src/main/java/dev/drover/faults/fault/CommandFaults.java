package dev.drover.faults.fault;

import static dev.drover.faults.fault.Scene.any;
import static dev.drover.faults.fault.Scene.await;
import static dev.drover.faults.fault.Scene.pause;
import static dev.drover.faults.fault.Scene.seconds;

import dev.drover.faults.audit.Outcomes;
import dev.drover.faults.evidence.EventLog;
import dev.drover.faults.fault.Fault.Target;
import dev.drover.faults.load.CommandTopic;
import dev.drover.faults.load.Managed;
import dev.drover.faults.load.Managed.Role;
import dev.drover.schemas.Sharding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Commands that are repeated or are none, and servers that end as soon as they run. */
final class CommandFaults {

    private static final int DISTINCT = 100;
    private static final int COPIES = 10;
    private static final int LOOPS = 20;
    private static final long NOBODY = 1_000_000;

    /** A shard that has not gone on by then stands still. How soon it does on a quiet machine, the measurement tells. */
    private static final Duration GO_ON = Duration.ofSeconds(5);

    private CommandFaults() {}

    static List<Fault> all() {
        return List.of(
                Fault.of("duplicates", Target.COMMANDS, CommandFaults::repeat).unfelt(),
                Fault.of("poison", Target.COMMANDS, CommandFaults::poison).unfelt(),
                Fault.of("crash-loops", Target.COMMANDS, CommandFaults::loop).unfelt());
    }

    private record Copy(String verb, long serverId, String commandId) {}

    /** A thousand records, in any order. */
    private static void repeat(Scene scene, Random random) throws Exception {
        List<Copy> copies = new ArrayList<>();
        List<Managed> busy = scene.fleet().of(Role.BUSY);
        for (int i = 0; i < DISTINCT; i++) {
            String verb = any(List.of("start", "stop", "restart"), random);
            Copy copy = new Copy(verb, any(busy, random).id(), UUID.randomUUID().toString());
            copies.addAll(Collections.nCopies(COPIES, copy));
            // Before it is sent: what is sent in part must have an outcome, too.
            scene.journal().published(copy.commandId(), copy.serverId(), copy.verb(), COPIES);
        }
        Collections.shuffle(copies, random);
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (Copy copy : copies) {
            sent.add(scene.topic().publish(copy.verb(), copy.serverId(), copy.commandId()));
        }
        for (Future<RecordMetadata> each : sent) {
            each.get();
        }
    }

    /** Into one shard after the other, what cannot be read or should not be there; and behind it a command. */
    private static void poison(Scene scene, Random random) throws Exception {
        Map<Integer, Long> servers = new HashMap<>();
        scene.fleet().of(Role.STEADY).forEach(server -> servers.put(Sharding.shardOf(server.id()), server.id()));
        long slowest = 0;
        try (EventLog log = scene.eventLog()) {
            log.read();
            for (int shard = 0; shard < Sharding.SHARDS; shard++) {
                List<Future<RecordMetadata>> sent = new ArrayList<>();
                for (byte[] bytes : poisons(scene.topic(), random)) {
                    sent.add(scene.topic().send(shard, NOBODY, bytes));
                }
                for (Future<RecordMetadata> each : sent) {
                    each.get();
                }
                Long server = servers.get(shard);
                if (server != null) {
                    slowest = Math.max(slowest, goOn(scene, log, server));
                }
            }
        }
        scene.note("shards go on after " + Duration.ofNanos(slowest).toMillis() + " ms at most");
        if (slowest > GO_ON.toNanos()) {
            scene.violated(
                    "poison",
                    "a shard stood still for " + Duration.ofNanos(slowest).toMillis() + " ms");
        }
    }

    private static List<byte[]> poisons(CommandTopic topic, Random random) {
        byte[] junk = new byte[1 + random.nextInt(200)];
        random.nextBytes(junk);
        byte[] whole = topic.encoded("stop", NOBODY, UUID.randomUUID().toString());
        byte[] part = Arrays.copyOf(whole, 10 + random.nextInt(whole.length - 10));
        byte[] nothing = {};
        return List.of(junk, part, nothing, whole);
    }

    /** How long a command takes that changes nothing, in nanoseconds. */
    private static long goOn(Scene scene, EventLog log, long server) throws Exception {
        String id = UUID.randomUUID().toString();
        scene.topic().publish("start", server, id).get();
        long asked = System.nanoTime();
        scene.journal().published(id, server, "start", 1);
        await(() -> Outcomes.of(log.read()).containsKey(id));
        return System.nanoTime() - asked;
    }

    private static void loop(Scene scene, Random random) throws Exception {
        List<Managed> loops = scene.fleet().make(Role.LOOPING, LOOPS);
        pause(seconds(random, 4, 7));
        scene.fleet().remove(loops);
    }
}
