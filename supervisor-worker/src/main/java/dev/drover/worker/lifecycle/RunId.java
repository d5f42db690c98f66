package dev.drover.worker.lifecycle;

/** One process (or connection) of a server: reports carry it, so that late news of an earlier run is recognised. */
public record RunId(long serverId, long run) {
    @Override
    public String toString() {
        return "server " + serverId + " run " + run;
    }
}
