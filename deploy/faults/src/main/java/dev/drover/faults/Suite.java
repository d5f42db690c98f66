package dev.drover.faults;

import dev.drover.faults.audit.RestartAudit;
import dev.drover.faults.audit.Violation;
import dev.drover.faults.evidence.BootClock;
import dev.drover.faults.evidence.MarkedProcess;
import dev.drover.faults.evidence.Moments;
import dev.drover.faults.evidence.Projection;
import dev.drover.faults.evidence.Sighting;
import dev.drover.faults.fault.Fault;
import dev.drover.faults.fault.Faults;
import dev.drover.faults.fault.Scene;
import dev.drover.faults.load.Api;
import dev.drover.faults.load.CommandTopic;
import dev.drover.faults.load.Fleet;
import dev.drover.faults.load.Journal;
import dev.drover.faults.load.Load;
import dev.drover.faults.load.Managed;
import dev.drover.faults.load.Managed.Role;
import dev.drover.faults.load.Past;
import dev.drover.faults.stack.Stack;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/** One run on one stack: fault after fault, each under load, each judged when it is quiet again. One thread. */
final class Suite implements AutoCloseable {

    private static final int STEADY = 12;
    private static final int BUSY = 10;
    private static final int STUBBORN = 2;
    private static final Duration WARM_UP = Duration.ofMillis(800);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final PrintStream OUT = System.out;

    private final Stack stack;
    private final Options options;
    private final Api api;
    private final Journal journal;
    private final CommandTopic topic;
    private final Fleet fleet;
    private final Load load;
    private final Scene scene;
    private final Investigation investigation;
    private final Judge judge;
    private final Moments moments;
    private final Set<Violation> known = new HashSet<>();

    /** @param stack that is started */
    Suite(Stack stack, Options options, Path script) throws IOException {
        this.stack = stack;
        this.options = options;
        Path witnesses = Files.createDirectories(stack.data().resolve("witnesses"));
        api = new Api(stack.apiUrl(), stack.platformKey());
        journal = new Journal(stack.data().resolve("commands.log"));
        topic = new CommandTopic(stack.brokers().bootstrapServers());
        fleet = new Fleet(api, journal, script, witnesses);
        load = new Load(api, topic, fleet, journal, new Random(options.seed()));
        scene = new Scene(stack, fleet, topic, journal);
        investigation = new Investigation(stack, fleet, witnesses);
        moments = new Moments(new Projection(stack.postgres()), new Random(options.seed()));
        judge = new Judge(investigation, fleet, journal, scene);
    }

    /** Makes the servers; wrong is what does not work before anything was struck. */
    List<Violation> prepare() throws Exception {
        fleet.make(Role.STEADY, STEADY);
        fleet.make(Role.BUSY, BUSY);
        fleet.make(Role.STUBBORN, STUBBORN);
        return news(judge.judge(PATIENCE, Judge.ALL));
    }

    /** @return what was found; each thing once */
    List<Violation> strike(Fault fault) throws Exception {
        return strike(fault, options.seed(), PATIENCE, Judge.ALL);
    }

    /** Waits until it is quiet; what is wrong by then is no news any more. */
    void settle() throws IOException, InterruptedException {
        news(judge.judge(PATIENCE, Judge.ALL));
    }

    /**
     * Strikes once, and judges.
     *
     * @param patience how long what may get better is given time to
     * @param sought a rule: once it is seen to be broken for good, nothing else is looked for
     */
    List<Violation> strike(Fault fault, long seed, Duration patience, String sought) throws Exception {
        if (!Faults.isPossible(fault, scene)) {
            OUT.printf("%-30s skipped: it needs %s%n", fault.name(), fault.need());
            return List.of();
        }
        journal.apiMayRepeat(fault.target().makesApiRepeat());
        List<Violation> found = new ArrayList<>();
        long struck;
        long over;
        try (Load.Running _ = load.start()) {
            TimeUnit.NANOSECONDS.sleep(WARM_UP.toNanos());
            struck = BootClock.now();
            fault.strike().on(scene, jitter(fault, seed));
            over = BootClock.now();
            stack.awaitReady();
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            return List.of(new Violation("fault", fault.name() + " could not be struck: " + e));
        }
        found.addAll(judge.judge(patience, sought));
        found.addAll(scene.takeViolations());
        List<Sighting> since = investigation.sightings().stream()
                .filter(sighting -> sighting.at() >= struck)
                .toList();
        List<Long> steady = fleet.of(Role.STEADY).stream().map(Managed::id).toList();
        if (!fault.restarts()) {
            found.addAll(RestartAudit.of(since, steady));
        }
        List<Violation> fresh = news(found);
        report(fault, over, RestartAudit.felt(since, steady), fresh);
        return fresh;
    }

    /** Of seeds that lie close together, {@link Random} itself begins with almost the same number. */
    private static Random jitter(Fault fault, long seed) {
        return new Random(new SplittableRandom(seed * 31 + fault.name().hashCode()).nextLong());
    }

    private void report(Fault fault, long over, String felt, List<Violation> fresh) {
        OUT.printf(
                Locale.ROOT,
                "%-30s %s: quiet after %.1f s; %s; %s%n",
                fault.name(),
                fresh.isEmpty() ? "ok" : "WRONG",
                BootClock.seconds(BootClock.now() - over),
                felt,
                scene.takeNotes());
        fresh.stream().limit(20).forEach(violation -> OUT.println("    " + violation));
    }

    private List<Violation> news(List<Violation> found) {
        return found.stream().filter(known::add).toList();
    }

    /** After the stack was closed in order: nothing is left. */
    static List<Violation> leftBehind(Path data) throws IOException {
        return MarkedProcess.find(data).stream()
                .map(process -> new Violation("orphan", process + " was left behind by the whole stack"))
                .toList();
    }

    /** What the projection showed at moments of this run, and shows now, against the log. */
    List<Violation> remembered() throws Exception {
        return new Hindsight(stack, new Past(api), new Projection(stack.postgres()))
                .look(investigation.events(), moments.kept());
    }

    String commands() {
        return journal.commands().size() + " commands and " + journal.calls().size() + " calls";
    }

    @Override
    public void close() {
        moments.close();
        investigation.close();
        topic.close();
    }
}
