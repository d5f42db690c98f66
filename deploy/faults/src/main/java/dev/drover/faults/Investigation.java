package dev.drover.faults;

import dev.drover.faults.evidence.EventLog;
import dev.drover.faults.evidence.MarkedProcess;
import dev.drover.faults.evidence.Projection;
import dev.drover.faults.evidence.Sighting;
import dev.drover.faults.evidence.WitnessLog;
import dev.drover.faults.load.Fleet;
import dev.drover.faults.stack.Stack;
import dev.drover.faults.stack.WorkerNode;
import dev.drover.schemas.message.Event;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Collects {@link Evidence}. One thread. */
final class Investigation implements AutoCloseable {

    private final Stack stack;
    private final Fleet fleet;
    private final WitnessLog witnesses;
    private final EventLog log;
    private final Projection projection;

    Investigation(Stack stack, Fleet fleet, Path witnesses) {
        this.stack = stack;
        this.fleet = fleet;
        this.witnesses = new WitnessLog(witnesses);
        log = new EventLog(stack.brokers().bootstrapServers());
        projection = new Projection(stack.postgres());
    }

    Evidence collect() throws IOException, SQLException {
        // The log first: what it does not have yet, the rows may have, and the next look will agree.
        return new Evidence(
                witnesses.read(),
                log.read(),
                projection.rows(),
                projection.outcomes(),
                fleet.views(),
                MarkedProcess.find(stack.data()),
                incarnations());
    }

    List<Event> events() {
        return log.read();
    }

    List<Sighting> sightings() throws IOException {
        return witnesses.read();
    }

    private Map<String, String> incarnations() throws IOException {
        Map<String, String> incarnations = new TreeMap<>();
        for (WorkerNode worker : stack.allWorkers()) {
            if (worker.process().isRunning()) {
                incarnations.put(worker.id(), worker.incarnation());
            }
        }
        return incarnations;
    }

    @Override
    public void close() {
        log.close();
    }
}
