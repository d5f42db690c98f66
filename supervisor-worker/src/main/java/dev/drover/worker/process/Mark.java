package dev.drover.worker.process;

import dev.drover.worker.lifecycle.RunId;
import java.util.Map;

/**
 * What tells a server's processes from all others, in their environment: which worker, which of its
 * incarnations, which run.
 */
record Mark(String workerId, Incarnation incarnation, String run) {
    static final String WORKER = "DROVER_WORKER_ID";
    static final String INCARNATION = "DROVER_INCARNATION";
    static final String RUN = "DROVER_RUN";

    static Mark of(ProcessSettings settings, RunId run) {
        return new Mark(settings.workerId(), Incarnation.current(), run.serverId() + "-" + run.run());
    }

    Map<String, String> variables() {
        return Map.of(WORKER, workerId, INCARNATION, incarnation.toString(), RUN, run);
    }

    boolean isOn(ProcessTable.Entry process) {
        return process.environment().entrySet().containsAll(variables().entrySet());
    }
}
