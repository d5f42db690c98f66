package dev.drover.worker.simulation;

import dev.drover.worker.lifecycle.Input;
import java.time.Duration;
import java.util.List;

/** What goes wrong, and what people want meanwhile. */
final class Trouble {
    private final Cluster cluster;
    private final Time time;

    Trouble(Cluster cluster) {
        this.cluster = cluster;
        this.time = cluster.time;
    }

    void make() {
        if (cluster.isPeaceful()) {
            return;
        }
        List<SimWorker> living = cluster.living();
        switch (time.random.nextInt(11)) {
            case 0 -> cluster.goAway(time.between(200, 9000));
            case 1 -> cluster.group.forgetEverybody();
            case 2, 3 -> command();
            case 4 -> serverEnds();
            case 5 -> killTheHeir();
            default -> {
                if (!living.isEmpty()) {
                    strike(living.get(time.random.nextInt(living.size())));
                }
            }
        }
        time.after(time.between(100, 4000), this::make);
    }

    private void strike(SimWorker worker) {
        switch (time.random.nextInt(6)) {
            case 0 -> worker.die("SIGKILL");
            case 1 -> worker.freeze(time.between(50, 5000));
            case 2 -> worker.freeze(time.between(4000, 15_000));
            case 3 -> worker.cut(time.between(100, 12_000));
            case 4 -> freezeAndCut(worker);
            default -> worker.tell(worker::drain);
        }
    }

    /** An owner is cut off and its shards are given away; whoever then waits for the end of its lease dies, too. */
    private void killTheHeir() {
        cluster.living().stream()
                .filter(SimWorker::hasProcesses)
                .findFirst()
                .ifPresent(owner -> owner.cut(Duration.ofSeconds(12)));
        time.after(Duration.ofMillis(50), cluster.group::forgetEverybody);
        time.after(
                time.between(2200, 3500),
                () -> cluster.living().stream()
                        .filter(SimWorker::isWaiting)
                        .toList()
                        .forEach(heir -> heir.die("SIGKILL while it waits")));
    }

    /** When it goes on, nobody tells it what has changed. */
    private void freezeAndCut(SimWorker worker) {
        Duration frozen = time.between(1000, 5500);
        worker.freeze(frozen);
        time.after(frozen.minusMillis(5), () -> worker.cut(Duration.ofSeconds(12)));
    }

    private void command() {
        List<Long> servers = cluster.servers();
        long serverId = servers.get(time.random.nextInt(servers.size()));
        String id = cluster.commandId();
        cluster.send(
                serverId,
                switch (time.random.nextInt(3)) {
                    case 0 -> new Input.Stop(id);
                    case 1 -> new Input.Start(id);
                    default -> new Input.Restart(id);
                });
    }

    private void serverEnds() {
        cluster.living().stream()
                .flatMap(worker -> worker.processes().stream())
                .findFirst()
                .ifPresent(process -> time.after(Duration.ofMillis(1), () -> process.end(1)));
    }
}
