package dev.drover.faults;

import dev.drover.faults.audit.CommandAudit;
import dev.drover.faults.audit.LivesAudit;
import dev.drover.faults.audit.LogAudit;
import dev.drover.faults.audit.ProcessAudit;
import dev.drover.faults.audit.ProjectionAudit;
import dev.drover.faults.audit.SettledAudit;
import dev.drover.faults.audit.Violation;
import dev.drover.faults.fault.Scene;
import dev.drover.faults.load.Fleet;
import dev.drover.faults.load.Journal;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;

/** Waits until it is quiet, and then says what is wrong. One thread. */
final class Judge {

    /** No rule is sought more than others. */
    static final String ALL = "";

    private static final Duration LOOK = Duration.ofMillis(250);

    private final Investigation investigation;
    private final Fleet fleet;
    private final Journal journal;
    private final Scene scene;

    Judge(Investigation investigation, Fleet fleet, Journal journal, Scene scene) {
        this.investigation = investigation;
        this.fleet = fleet;
        this.journal = journal;
        this.scene = scene;
    }

    /**
     * Returns as soon as nothing is open any more; what is still open after so long is wrong, too.
     *
     * @param sought as soon as this rule is broken for good it returns, whatever is open
     */
    List<Violation> judge(Duration patience, String sought) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                Evidence evidence = investigation.collect();
                List<Violation> forGood = forGood(evidence);
                List<Violation> open = open(evidence);
                boolean isFound =
                        forGood.stream().anyMatch(violation -> violation.rule().equals(sought));
                if (open.isEmpty() || isFound) {
                    return forGood;
                }
                if (System.nanoTime() > deadline) {
                    open.addAll(forGood);
                    return open;
                }
            } catch (IOException | SQLException | KafkaException e) {
                // Not all of it is back yet.
                if (System.nanoTime() > deadline) {
                    return List.of(new Violation("not back", e.toString()));
                }
            }
            TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
        }
    }

    /** What may get better by itself. */
    private List<Violation> open(Evidence evidence) {
        List<Violation> open = new ArrayList<>(SettledAudit.of(fleet.servers(), evidence.views()));
        open.addAll(CommandAudit.of(journal.commands(), evidence.events(), evidence.outcomes()));
        open.addAll(ProjectionAudit.of(evidence.events(), evidence.rows(), evidence.views()));
        open.addAll(ProcessAudit.of(evidence.processes(), evidence.views(), evidence.incarnations()));
        return open;
    }

    /** What will not. */
    private List<Violation> forGood(Evidence evidence) {
        List<Violation> found = new ArrayList<>(LivesAudit.of(evidence.sightings(), scene.bans()));
        found.addAll(LogAudit.of(evidence.events()));
        found.addAll(CommandAudit.ofCalls(journal.calls(), evidence.sightings()));
        return found;
    }
}
