package dev.drover.worker.process;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Kills what an earlier incarnation of this worker left running. Run once, before the first spawn; spares the servers
 * of any living incarnation, this one's too.
 */
public record BootSweep(String workerId) {
    private static final Logger log = LoggerFactory.getLogger(BootSweep.class);

    /** How many processes it found and killed. */
    public int run() {
        int killed = ProcessTable.killAll(this::isLeftOver);
        if (killed > 0) {
            log.warn("Killed {} processes that an earlier incarnation of worker {} had left", killed, workerId);
        }
        return killed;
    }

    /** Whether no server of any other incarnation lives, be it alive or not. Asked after the sweep. */
    boolean leftNothing() {
        String present = Incarnation.current().toString();
        return ProcessTable.find(
                        process -> workerId.equals(process.environment().get(Mark.WORKER))
                                && process.environment().containsKey(Mark.RUN)
                                && !present.equals(process.environment().get(Mark.INCARNATION)))
                .isEmpty();
    }

    /** Asks for a run's mark, too: a worker's own environment may well name its id. */
    private boolean isLeftOver(ProcessTable.Entry process) {
        var environment = process.environment();
        return workerId.equals(environment.get(Mark.WORKER))
                && environment.containsKey(Mark.RUN)
                && Incarnation.parse(environment.getOrDefault(Mark.INCARNATION, ""))
                        .filter(Incarnation::isAlive)
                        .isEmpty();
    }
}
