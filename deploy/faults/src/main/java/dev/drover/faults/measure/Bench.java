package dev.drover.faults.measure;

import dev.drover.faults.evidence.BootClock;
import dev.drover.faults.evidence.EventLog;
import dev.drover.faults.evidence.Sighting;
import dev.drover.faults.evidence.WitnessLog;
import dev.drover.faults.load.Api;
import dev.drover.faults.load.CommandTopic;
import dev.drover.faults.load.Fleet;
import dev.drover.faults.load.Journal;
import dev.drover.faults.load.Managed;
import dev.drover.faults.load.Managed.Role;
import dev.drover.faults.stack.Stack;
import dev.drover.faults.stack.WorkerNode;
import dev.drover.schemas.message.Event;
import dev.drover.schemas.message.ServerStarted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A stack with servers that always run and of which nobody wants anything. One thread. */
final class Bench implements AutoCloseable {
    static final int SERVERS = 24;

    /** In seconds. */
    static final double LEASE = Stack.LEASE.toMillis() / 1000.0;

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration LOOK = Duration.ofMillis(50);

    private final Stack stack;
    private final Api api;
    private final Fleet fleet;
    private final WitnessLog witnesses;
    private final EventLog events;
    private final CommandTopic topic;

    private Bench(Stack stack, Path script) throws IOException {
        this.stack = stack;
        Path directory = Files.createDirectories(stack.data().resolve("witnesses"));
        api = new Api(stack.apiUrl(), stack.platformKey());
        fleet = new Fleet(api, new Journal(stack.data().resolve("commands.log")), script, directory);
        witnesses = new WitnessLog(directory);
        events = new EventLog(stack.brokers().bootstrapServers());
        topic = new CommandTopic(stack.brokers().bootstrapServers());
    }

    /** Returns once all run. */
    static Bench on(Stack stack, Path script) throws IOException, InterruptedException {
        Bench bench = new Bench(stack, script);
        bench.fleet.make(Role.STEADY, SERVERS);
        bench.settle();
        return bench;
    }

    Stack stack() {
        return stack;
    }

    Api api() {
        return api;
    }

    CommandTopic topic() {
        return topic;
    }

    List<Long> servers() {
        return fleet.servers().stream().map(Managed::id).toList();
    }

    /** Those that the worker has. */
    List<Long> serversOn(WorkerNode worker) throws IOException {
        return fleet.steadyOn(worker.id()).stream().map(Managed::id).toList();
    }

    /** Returns once everything is there and every server runs, and has done so for a while. */
    void settle() throws IOException, InterruptedException {
        stack.awaitReady();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!areAllRunning()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("the servers do not all run within " + PATIENCE);
            }
            pause(LOOK);
        }
        pause(Duration.ofSeconds(2));
    }

    private boolean areAllRunning() {
        try {
            return fleet.views().values().stream()
                    .allMatch(view -> view.status().equals("running"));
        } catch (IOException e) {
            return false;
        }
    }

    /** All committed by now. */
    List<Event> events() {
        return events.read();
    }

    /**
     * How long after a moment each of the servers ran again, in seconds, without the time that its own start took. Waits for the
     * last of them.
     */
    Map<Long, Double> awaitRunningAgain(List<Long> servers, Instant since) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            Map<Long, Double> running = runningAgain(events.read(), servers, since);
            if (running.size() == servers.size()) {
                return running;
            }
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("of " + servers + " only " + running.keySet() + " ran again");
            }
            pause(LOOK);
        }
    }

    static Map<Long, Double> runningAgain(List<Event> events, List<Long> servers, Instant since) {
        Map<Long, Double> running = new HashMap<>();
        for (Event event : events) {
            Long server = event.getServerId();
            if (server != null
                    && servers.contains(server)
                    && event.getBody() instanceof ServerStarted started
                    && event.getOccurredAt().isAfter(since)) {
                Duration after = Duration.between(since, event.getOccurredAt()).minusMillis(started.getTookMs());
                running.putIfAbsent(server, after.toMillis() / 1000.0);
            }
        }
        return running;
    }

    /** From a moment of the boot clock on. */
    List<Sighting> sightings(long since) throws IOException {
        return witnesses.read().stream()
                .filter(sighting -> sighting.at() >= since)
                .toList();
    }

    Interruptions interruptions(long since) throws IOException {
        return Interruptions.of(sightings(since));
    }

    /** How long after a moment a process of that life of a worker was seen last, in seconds; 0: not since then. */
    double lastSeen(String incarnation, long since) throws IOException {
        return sightings(since).stream()
                .filter(sighting -> sighting.life().incarnation().equals(incarnation))
                .mapToDouble(sighting -> BootClock.seconds(sighting.at() - since))
                .max()
                .orElse(0);
    }

    static void pause(Duration duration) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(duration.toNanos());
    }

    @Override
    public void close() {
        topic.close();
        events.close();
    }
}
