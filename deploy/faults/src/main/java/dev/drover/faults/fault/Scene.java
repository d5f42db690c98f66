package dev.drover.faults.fault;

import dev.drover.faults.audit.Ban;
import dev.drover.faults.audit.Violation;
import dev.drover.faults.evidence.BootClock;
import dev.drover.faults.evidence.EventLog;
import dev.drover.faults.load.CommandTopic;
import dev.drover.faults.load.Fleet;
import dev.drover.faults.load.Journal;
import dev.drover.faults.stack.Stack;
import dev.drover.faults.stack.WorkerNode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** What faults act on, and what they leave word of. Faults that are struck at one time share it. */
public final class Scene {

    private static final Duration LOOK = Duration.ofMillis(20);
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final Stack stack;
    private final Fleet fleet;
    private final CommandTopic topic;
    private final Journal journal;
    private final ConcurrentLinkedQueue<Ban> bans = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Violation> violations = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> notes = new ConcurrentLinkedQueue<>();

    public Scene(Stack stack, Fleet fleet, CommandTopic topic, Journal journal) {
        this.stack = stack;
        this.fleet = fleet;
        this.topic = topic;
        this.journal = journal;
    }

    Stack stack() {
        return stack;
    }

    Fleet fleet() {
        return fleet;
    }

    CommandTopic topic() {
        return topic;
    }

    Journal journal() {
        return journal;
    }

    EventLog eventLog() {
        return new EventLog(stack.brokers().bootstrapServers());
    }

    WorkerNode anyWorker(Random random) {
        return any(stack.usualWorkers(), random);
    }

    static <T> T any(List<T> things, Random random) {
        return things.get(random.nextInt(things.size()));
    }

    /** Between the two, in steps of a millisecond. */
    static Duration between(Random random, Duration shortest, Duration longest) {
        return shortest.plusMillis(random.nextLong(longest.minus(shortest).toMillis() + 1));
    }

    static Duration seconds(Random random, double shortest, double longest) {
        return between(random, Duration.ofMillis((long) (shortest * 1000)), Duration.ofMillis((long) (longest * 1000)));
    }

    static void pause(Duration duration) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(duration.toNanos());
    }

    /** Whether it came true in time. */
    static boolean await(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            pause(LOOK);
        }
        return true;
    }

    /** SIGKILL, after which no server of that life of the worker is to be seen; the launcher starts it again. */
    void kill(WorkerNode worker) throws IOException {
        String incarnation = worker.incarnation();
        worker.process().kill();
        banDead(worker, incarnation);
    }

    /** The same, but it stays away until it is started. */
    void killAndHold(WorkerNode worker) throws IOException {
        String incarnation = worker.incarnation();
        worker.process().killAndHold();
        banDead(worker, incarnation);
    }

    private void banDead(WorkerNode worker, String incarnation) {
        long orphans = BootClock.now() + BootClock.centis(Duration.ofMillis(100));
        ban(new Ban(worker.id(), incarnation, orphans, Long.MAX_VALUE, "its worker was killed"));
    }

    void ban(Ban ban) {
        bans.add(ban);
    }

    void violated(String rule, String story) {
        violations.add(new Violation(rule, story));
    }

    /** For the line about the fault. */
    void note(String what) {
        notes.add(what);
    }

    /** All there ever were: what must not be seen is looked for to the end. */
    public List<Ban> bans() {
        return List.copyOf(bans);
    }

    /** What the faults themselves have found; asked for once. */
    public List<Violation> takeViolations() {
        List<Violation> taken = List.copyOf(violations);
        violations.clear();
        return taken;
    }

    /** What the faults have to say; asked for once. */
    public String takeNotes() {
        String taken = String.join(", ", notes);
        notes.clear();
        return taken;
    }
}
